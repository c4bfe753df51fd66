using Pruning.Benchmarks.Inputs;
using Pruning.Data;
using Pruning.DotnetTool.Models;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Onnx.Quantization;
using Pruning.Training;
using Pruning.Yolo;

namespace Pruning.Benchmarks.Measuring;

/// <summary>
/// A short training of the product's own loop, its images and augmentation by default, at 320 pixels and batch 16.
/// </summary>
internal sealed class MeasuredTraining : IDisposable
{
    private readonly BenchmarkContext _context;
    private readonly WatchedLoader _watched;
    private readonly DatasetSplit _split;

    public MeasuredTraining(BenchmarkContext context)
    {
        _context = context;
        TorchStart.Run(context.Settings.Threads);
        var split = context.Inputs.Training();
        var (images, size, batch) = context.IsQuick ? (8, 64, 4) : (split.Images.Length, 320, 16);
        _split = split = split with { Images = split.Images[..Math.Min(images, split.Images.Length)] };
        Start = HeadTransfer.ToClasses(context.Inputs.ReadModel(), split.ClassNames, seed: 0);
        Options = new TrainingOptions
        {
            Epochs = 1,
            ImageSize = size,
            BatchSize = batch,
        };
        Loader = new TrainingLoader(
            split,
            new TrainingLoaderOptions
            {
                ImageSize = size,
                BatchSize = batch,
                Stride = Start.MaximumStride,
            }
        );
        _watched = new WatchedLoader(Loader);
    }

    /// <summary>What is trained; not changed.</summary>
    public Network Start { get; }

    public TrainingOptions Options { get; }

    public TrainingLoader Loader { get; }

    /// <summary>How a training rounds its numbers that learns to live with 8-bit integers.</summary>
    public RoundingPlan FindRounding() =>
        RoundingPlan.Find(
            Start,
            new OnnxExportOptions(Options.ImageSize),
            CalibrationDraw.Draw(_split, count: 16, seed: 0),
            _ => { },
            CancellationToken.None
        );

    /// <summary>Trains anew.</summary>
    /// <param name="rounding">Null for exact numbers.</param>
    public EpochTimes[] Train(Precision precision, int epochs, RoundingPlan? rounding = null)
    {
        var options = Options with
        {
            Epochs = epochs,
            Execution = Options.Execution with { Precision = precision, Rounding = rounding },
        };
        Trainer.Run(Start, _watched.Data, options, _context.Folder.Fresh("training"));
        return _watched.Take();
    }

    public void Dispose() => Loader.Dispose();
}
