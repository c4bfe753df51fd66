using System.Globalization;
using Pruning.Benchmarks.Inputs;
using Pruning.Benchmarks.Measuring;
using Pruning.Benchmarks.Results;
using Pruning.Pipeline.Store;
using Pruning.Storage;
using Pruning.Training;

namespace Pruning.Benchmarks.Parts;

/// <summary>
/// The memory of the tool while it trains on 300 images at 320 pixels, batch 16, and validates after each epoch.
/// </summary>
internal sealed class TrainingMemory : IBenchmark
{
    private const double Mega = 1e6;

    // Buffers and caches fill during the first ones.
    private const int SettlingEpochs = 2;

    // Fewer show no trend.
    private const int TellingEpochs = 20;

    public string Name => "memory";

    public string Description =>
        "the tool's resident memory while it trains on 300 images, and how it grows with --epochs";

    public IEnumerable<Figure> Run(BenchmarkContext context)
    {
        var epochs = context.Settings.Epochs ?? (context.IsQuick ? 2 : 5);
        var watch = Train(context, epochs);
        yield return new Figure(
            "peak",
            "MB",
            Sample.Single(watch.Peak / Mega),
            Target.AtMost(2000),
            $"{epochs} epochs, validation included"
        );
        var settled = watch
            .ByEpoch.Skip(SettlingEpochs)
            .Take(epochs - SettlingEpochs)
            .Select(bytes => bytes / Mega)
            .ToList();
        if (settled.Count < 2)
            yield break;
        yield return new Figure("in an epoch", "MB", Sample.Of(settled));
        yield return new Figure(
            "growth an epoch",
            "MB",
            Sample.Single(Growth.Slope(settled)),
            settled.Count >= TellingEpochs ? Target.AtMost(1) : null,
            $"the trend over epochs {SettlingEpochs + 1} to "
                + $"{epochs}{(settled.Count < TellingEpochs ? "; --epochs 50 tells more" : "")}"
        );
    }

    private static MemoryWatch Train(BenchmarkContext context, int epochs)
    {
        var (images, size, batch) = context.IsQuick ? (8, 64, 4) : (300, 320, 16);
        var data = ManyImages.Write(
            context.Folder.Fresh("memory"),
            context.Inputs.Training(),
            images,
            validation: Math.Max(1, images / 10)
        );
        var output = context.Folder.PathOf("memory.safetensors");
        var store = context.Folder.Fresh("memory-store");
        var seen = 0;
        var watch = new MemoryWatch(() => seen = Math.Max(seen, EpochsIn(CacheLocation.WorkIn(store))));
        string[] arguments =
        [
            "train",
            context.Inputs.Model,
            "--data",
            data,
            "--output",
            output,
            "--epochs",
            Text(epochs),
            "--imgsz",
            Text(size),
            "--batch",
            Text(batch),
            "--patience",
            "0",
            "--cache-dir",
            store,
        ];
        Tool.Directly([
                .. arguments,
                .. context.Settings.Threads > 0 ? ["--threads", Text(context.Settings.Threads)] : Array.Empty<string>(),
            ])
            .Run(watch.Follow);
        return watch;
    }

    // Of the one training whose work goes on in the store; when it has ended, its folder goes.
    private static int EpochsIn(string work)
    {
        try
        {
            return
                Directory.EnumerateFiles(work, TrainingLog.LinesName, SearchOption.AllDirectories).FirstOrDefault()
                    is { } log
                ? File.ReadLines(log).Count()
                : 0;
        }
        catch (Exception failure) when (failure is DirectoryNotFoundException or FileNotFoundException)
        {
            return 0;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
