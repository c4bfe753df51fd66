using Pruning.Benchmarks.Inputs;
using Pruning.Benchmarks.Measuring;
using Pruning.Benchmarks.Results;
using Pruning.Data;
using Pruning.DotnetTool.Terminal;

namespace Pruning.Benchmarks.Parts;

/// <summary>Whether cost grows with the number of images and epochs, and no faster.</summary>
internal sealed class Scale : IBenchmark
{
    private const double Linear = 1.1;

    private static readonly (string Name, int Times, Func<ScaledDataset, double> Seconds)[] Works =
    [
        ("scan", 5, data => data.Scan()),
        ("hash", 3, data => data.Hash()),
        ("check for changes", 5, data => data.CheckForChanges()),
        ("load at 320 px", 1, data => data.Load(epochs: 1)),
    ];

    public string Name => "scale";

    public string Description => "scanning, hashing and loading from 100 to 10,000 images, and epoch upon epoch";

    public IEnumerable<Figure> Run(BenchmarkContext context)
    {
        int[] sizes = context.IsQuick ? [20, 40] : [100, 1_000, 10_000];
        var source = context.Inputs.Training();
        var costs = sizes.Select(size => Costs(context, source, size)).ToList();
        for (var work = 0; work < Works.Length; work++)
        {
            for (var size = 0; size < sizes.Length; size++)
                yield return new Figure(
                    $"{Works[work].Name}, {Numbers.Count(sizes[size])} images",
                    "s",
                    costs[size][work],
                    IsChecked(work, sizes[size]) ? Target.AtMost(1) : null
                );
            yield return new Figure(
                $"{Works[work].Name}, growth",
                "exponent",
                Sample.Single(
                    Growth.Exponent((sizes[^2], costs[^2][work].Median), (sizes[^1], costs[^1][work].Median))
                ),
                Target.AtMost(Linear),
                "1 is linear"
            );
        }

        yield return Epochs(context, source);
    }

    private static bool IsChecked(int work, int size) => Works[work].Name == "check for changes" && size == 10_000;

    private static Sample[] Costs(BenchmarkContext context, DatasetSplit source, int size)
    {
        context.Note($"scale: {size} images");
        var data = new ScaledDataset(context.Folder.Fresh("scale"), source, size);
        return
        [
            .. Works.Select(work =>
                Sample.Of(Enumerable.Range(0, context.Times(work.Times)).Select(_ => work.Seconds(data)).ToList())
            ),
        ];
    }

    private static Figure Epochs(BenchmarkContext context, DatasetSplit source)
    {
        var (images, few, many) = context.IsQuick ? (16, 1, 2) : (100, 2, 16);
        var data = new ScaledDataset(context.Folder.Fresh("scale"), source, images);
        data.Load(epochs: 1);
        return new Figure(
            $"load, growth from {few} to {many} epochs",
            "exponent",
            Sample.Single(Growth.Exponent((few, data.Load(few)), (many, data.Load(many)))),
            Target.AtMost(Linear),
            $"{images} images"
        );
    }
}
