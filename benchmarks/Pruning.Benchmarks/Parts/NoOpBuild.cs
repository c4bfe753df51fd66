using Pruning.Benchmarks.Inputs;
using Pruning.Benchmarks.Measuring;
using Pruning.Benchmarks.Results;
using Pruning.DotnetTool.Terminal;

namespace Pruning.Benchmarks.Parts;

/// <summary>What a finished model adds to each build of the app that ships it.</summary>
internal sealed class NoOpBuild : IBenchmark
{
    public string Name => "no-op";

    public string Description => "dotnet build with nothing to do: an app with a model against the same app without";

    public IEnumerable<Figure> Run(BenchmarkContext context)
    {
        int[] sizes = context.IsQuick ? [20] : [100, 10_000];
        return sizes.SelectMany(images => Measure(context, images));
    }

    private static Figure[] Measure(BenchmarkContext context, int images)
    {
        context.Note($"no-op: a model of {Numbers.Count(images)} images");
        var projects = AppWithModel.Write(context.Folder.Fresh($"no-op-{images}"), images);
        Build(projects.App);
        Build(projects.Plain);
        var made = File.GetLastWriteTimeUtc(projects.EngineTrace);
        var (with, without) = (new List<double>(), new List<double>());
        // By turns, and each first in every other round: what else the machine does falls on both.
        for (var round = context.IsQuick ? 0 : -1; round < context.Times(12); round++)
        {
            var first = round % 2 == 0 ? Build(projects.App) : Build(projects.Plain);
            var second = round % 2 == 0 ? Build(projects.Plain) : Build(projects.App);
            if (round < 0)
                continue;
            with.Add(round % 2 == 0 ? first : second);
            without.Add(round % 2 == 0 ? second : first);
        }

        if (File.GetLastWriteTimeUtc(projects.EngineTrace) != made)
            throw new MeasurementException("A build with nothing to do started the engine.");
        var name = $"{Numbers.Count(images)} images";
        return
        [
            new Figure($"app with a model, {name}", "s", Sample.Of(with)),
            new Figure($"app without, beside {name}", "s", Sample.Of(without)),
            new Figure(
                $"added by the model, {name}",
                "s",
                Sample.Of(with.Zip(without, (one, other) => one - other)),
                Target.AtMost(0.5),
                "of pairs in one run; no engine starts"
            ),
        ];
    }

    private static double Build(string project) =>
        new ChildProcess("dotnet", ["build", project]).Run().Elapsed.TotalSeconds;
}
