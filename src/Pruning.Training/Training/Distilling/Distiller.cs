using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Execution;
using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Training.Distilling;

/// <summary>
/// A <see cref="DistillationOptions"/> at work: the teacher, the losses against it, and the adapters with their
/// optimiser.
/// </summary>
internal sealed class Distiller : IDisposable
{
    private readonly DistillationOptions _options;
    private readonly Teacher _teacher;
    private readonly OutputImitation _output;
    private readonly FeatureImitation? _features;
    private readonly SgdOptimizer? _optimizer;

    /// <param name="loss">The student's on labels: its gains hold here too.</param>
    /// <param name="imagesRepeat">Whether each epoch gives the same pixels.</param>
    /// <param name="weightDecay">Of the adapters.</param>
    public Distiller(
        DistillationOptions options,
        Network student,
        DetectionLoss loss,
        ExecutionOptions execution,
        bool imagesRepeat,
        double weightDecay
    )
    {
        _options = options;
        var device = execution.Device.ToTorch();
        var withFeatures = options.FeatureWeight > 0;
        Taps = withFeatures ? HeadInputs.Find(student.Graph) : [];
        _teacher = new Teacher(
            options.Teacher,
            execution,
            withFeatures ? HeadInputs.Find(options.Teacher.Graph) : [],
            imagesRepeat
        );
        _output = new OutputImitation(student.Graph.Detect!, loss.Gains, loss.Balance, options.Temperature, device);
        if (!withFeatures)
            return;
        _features = new FeatureImitation(student, options.Teacher, device);
        _optimizer = new SgdOptimizer(_features.Trained, weightDecay);
    }

    /// <summary>The student's maps that <see cref="Compute"/> needs.</summary>
    public ImmutableArray<string> Taps { get; }

    /// <param name="images">The batch's, on the device.</param>
    /// <param name="levels">What the student says of them.</param>
    /// <param name="maps">Its maps at the <see cref="Taps"/>.</param>
    /// <returns>
    /// The number to differentiate, which is the losses' sum times the batch, and the losses, <c>[4]</c>: box,
    /// objectness, class, feature.
    /// </returns>
    public (Tensor Total, Tensor Losses) Compute(Tensor images, TrainingBatch batch, Tensor[] levels, Tensor[] maps)
    {
        using var scope = NewDisposeScope();
        var teacher = _teacher.Ask(images, batch);
        var output =
            _options.OutputWeight > 0
                ? _output.Compute(levels, teacher.Levels).Times(_options.OutputWeight)
                : zeros([3], ScalarType.Float32, images.device);
        var feature = _features is null
            ? zeros([1], ScalarType.Float32, images.device)
            : _features.Compute(maps, teacher.Features, teacher.Levels).Times(_options.FeatureWeight).reshape(1);
        var losses = cat([output, feature]);
        return (losses.sum().Times(batch.Count).MoveToOuterDisposeScope(), losses.detach().MoveToOuterDisposeScope());
    }

    /// <summary>The adapters' step, along with the student's.</summary>
    public void Step(SchedulePoint point, double gradientLimit)
    {
        if (_optimizer is null)
            return;
        using var scope = NewDisposeScope();
        _optimizer.ClipGradients(gradientLimit);
        _optimizer.Step(point);
    }

    public void ClearGradients() => _optimizer?.ClearGradients();

    /// <summary>The adapters and their momentum, by name.</summary>
    public IEnumerable<(string Name, float[] Values)> Save() =>
        _optimizer is null
            ? []
            : _features!
                .Trained.Select(trained => (trained.Name, HostTensor.ToArray(trained.Tensor)))
                .Concat(_optimizer.Save().Select(buffer => ("momentum/" + buffer.Name, buffer.Values)));

    public void Restore(IReadOnlyDictionary<string, float[]> saved)
    {
        if (_optimizer is null)
            return;
        foreach (var trained in _features!.Trained)
            HostTensor.Write(trained.Tensor, saved[trained.Name]);
        _optimizer.Restore(
            saved
                .Where(pair => pair.Key.StartsWith("momentum/", StringComparison.Ordinal))
                .ToDictionary(pair => pair.Key["momentum/".Length..], pair => pair.Value, StringComparer.Ordinal)
        );
    }

    public void Dispose()
    {
        _optimizer?.Dispose();
        _features?.Dispose();
        _output.Dispose();
        _teacher.Dispose();
    }
}
