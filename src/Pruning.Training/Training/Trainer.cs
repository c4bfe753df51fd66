using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pruning.Checkpoints;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Execution;
using Pruning.Execution.Rounded;
using Pruning.Graphs;

namespace Pruning.Training;

/// <summary>
/// The one training loop: dense, with a sparsity penalty, or fine-tuning. After each epoch it validates the moving
/// average and writes a checkpoint; called again with the same arguments it goes on from there, and ends in the same
/// bits as if it had never stopped (on the same machine and number of threads).
/// </summary>
public sealed class Trainer
{
    private const string CheckpointName = "training.checkpoint";
    private const string BestName = "best.safetensors";

    private readonly TrainingData _data;
    private readonly TrainingOptions _options;
    private readonly string _folder;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly Network _start;
    private readonly string _key;
    private readonly List<EpochRecord> _history = [];
    private BestEpoch? _best;
    private ImmutableArray<double> _classAccuracy = [];

    private Trainer(
        Network start,
        TrainingData data,
        TrainingOptions options,
        string folder,
        IProgress<TrainingProgress>? progress
    )
    {
        if (options.Execution.Rounding is { } rounding)
            start = RangeScales.Attach(start, rounding);
        (_start, _data, _options, _folder, _progress) = (start, data, options, folder, progress);
        _key = TrainingKey.Compute(start, data, options);
    }

    /// <param name="start">With a detection head of the data's classes.</param>
    /// <param name="checkpointFolder">
    /// Made if it is not there; also takes the history as csv and json lines. Belongs to this training alone.
    /// </param>
    /// <param name="diagnostics">Told when a checkpoint cannot be used.</param>
    /// <exception cref="PruneException">
    /// PRUNE3001, PRUNE3006, PRUNE3007, PRUNE3008: the numbers went bad. PRUNE3002: cannot be trained. PRUNE3005:
    /// nothing to penalise. PRUNE3010: no room for a step. PRUNE3011: a teacher that does not fit. PRUNE0050: no
    /// libtorch.
    /// </exception>
    /// <exception cref="OperationCanceledException">Stopped between two batches; finished epochs are kept.</exception>
    public static TrainingResult Run(
        Network start,
        TrainingData data,
        TrainingOptions options,
        string checkpointFolder,
        IProgress<TrainingProgress>? progress = null,
        IDiagnosticSink? diagnostics = null,
        CancellationToken cancellationToken = default
    )
    {
        TrainingChecks.Verify(start, data, options);
        if (options.Epochs == 0)
            return new TrainingResult(start, 0, start, []);
        Directory.CreateDirectory(checkpointFolder);
        return new Trainer(start, data, options, checkpointFolder, progress).Run(diagnostics, cancellationToken);
    }

    /// <summary>Whether a training in this folder would go on where one stopped.</summary>
    public static bool HasCheckpoint(string checkpointFolder) =>
        File.Exists(Path.Combine(checkpointFolder, CheckpointName));

    private string CheckpointPath => Path.Combine(_folder, CheckpointName);

    private TrainingResult Run(IDiagnosticSink? diagnostics, CancellationToken cancellationToken)
    {
        using var session = new TrainingSession(_start, _options, _data.BatchesPerEpoch, _data.ImagesRepeat);
        Resume(session, diagnostics);
        if (session.Epochs == 0)
            _best = Start(session, cancellationToken);
        try
        {
            RunEpochs(session, cancellationToken);
        }
        catch (PruneException) when (_best is not null)
        {
            // What was learnt before the numbers went bad is not lost.
            SafetensorsFile.Save(Path.Combine(_folder, BestName), Trained(_best.Parameters));
            throw;
        }

        var last = Trained(session.Average().Parameters);
        return new TrainingResult(
            _best is null ? last : Trained(_best.Parameters),
            _best?.Epoch ?? session.Epochs,
            last,
            [.. _history],
            session.Epochs < _options.Epochs ? TrainingEnd.Patience : TrainingEnd.Epochs
        );
    }

    // A training can take a network back: few images, a network that knew more than they show. Then what it began with
    // is still the best there is.
    private BestEpoch? Start(TrainingSession session, CancellationToken cancellationToken)
    {
        if (_data.Validate is null || !session.IsSettled || _start.Provenance.ContainsKey(ProvenanceKeys.Head))
            return null;
        var measured = Measure(_start, cancellationToken);
        return EpochRecord.FitnessOf(measured.Map50, measured.Map5095) is { } fitness and > 0
            ? new BestEpoch(0, fitness, _start.Parameters)
            : null;
    }

    private Network Trained(ParameterSet parameters)
    {
        var trained = _start with
        {
            Parameters = parameters,
            Provenance = _start.Provenance.Remove(ProvenanceKeys.Head).Remove(ProvenanceKeys.Ranges),
        };
        return _options.Execution.Rounding is { } rounding ? RangeScales.Detach(trained, rounding) : trained;
    }

    private void RunEpochs(TrainingSession session, CancellationToken cancellationToken)
    {
        var clock = new TrainingClock(session.Epochs, _options.Epochs, _data.BatchesPerEpoch);
        while (session.Epochs < _options.Epochs && !Patience.IsOver(_history, _options.Patience))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var losses = RunEpoch(session, clock, cancellationToken);
            var average = session.Average();
            var record = Validate(session, average, losses, cancellationToken);
            Keep(session, average, record);
            _progress?.Report(clock.Report(session.Epochs, _data.BatchesPerEpoch, losses, record));
        }
    }

    private LossValues RunEpoch(TrainingSession session, TrainingClock clock, CancellationToken cancellationToken)
    {
        session.BeginEpoch();
        clock.BeginEpoch();
        var done = 0;
        foreach (var batch in _data.Epoch(session.Epochs, _classAccuracy, cancellationToken))
        {
            using (batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Train(session, batch, done++);
                clock.Count(batch.Count);
            }

            _progress?.Report(clock.Report(session.Epochs + 1, done, session.Losses, null));
        }

        session.EndEpoch();
        clock.EndEpoch();
        if (done != _data.BatchesPerEpoch)
            throw new InvalidOperationException(
                $"The data gave {done} batches in an epoch and had announced {_data.BatchesPerEpoch}."
            );
        return session.Losses;
    }

    private void Train(TrainingSession session, TrainingBatch batch, int index)
    {
        try
        {
            session.Train(batch, index);
        }
        catch (ExternalException failure) when (DeviceMemory.IsExhausted(failure.Message))
        {
            throw new PruneException(
                Codes.OutOfDeviceMemory,
                $"The memory of '{_options.Execution.Device}' does not suffice for a step on {batch.Count} "
                    + $"images of {batch.Width}x{batch.Height} pixels; the training cannot go on. Use a smaller "
                    + $"BatchSize (gradients are accumulated to NominalBatch all the same), a smaller ImageSize, or "
                    + $"Precision bf16.",
                inner: failure
            );
        }
    }

    private EpochRecord Validate(
        TrainingSession session,
        Network average,
        LossValues losses,
        CancellationToken cancellationToken
    )
    {
        var record = new EpochRecord(
            session.Epochs,
            losses,
            session.Rate,
            session.Steps,
            session.GradientNorm,
            null,
            null,
            null,
            null,
            session.Scales(),
            session.Distillation
        );
        if (_data.Validate is null)
            return record;
        var result = Measure(average, cancellationToken);
        // As in the original, a class without labels counts like the average of the others.
        _classAccuracy = [.. result.PerClass.Select(measured => measured.Ap5095 ?? result.Map5095 ?? 0)];
        return record with
        {
            Precision = result.Precision,
            Recall = result.Recall,
            Map50 = result.Map50,
            Map5095 = result.Map5095,
        };
    }

    // What ships is computed in single precision: so is what it is judged by.
    private EvaluationResult Measure(Network network, CancellationToken cancellationToken)
    {
        using var detector = new TorchDetector(network, _options.Execution with { Precision = Precision.Fp32 });
        return _data.Validate!(detector, cancellationToken);
    }

    private void Keep(TrainingSession session, Network average, EpochRecord record)
    {
        _history.Add(record);
        session.SeeEpochs(_history);
        if (session.IsSettled && (_best is null || record.Fitness is null || record.Fitness > (_best.Fitness ?? 0)))
            _best = new BestEpoch(record.Epoch, record.Fitness, average.Parameters);
        session.Save(_key, [.. _history], _best, _classAccuracy).Save(CheckpointPath);
        TrainingLog.Write(_folder, _history);
    }

    private void Resume(TrainingSession session, IDiagnosticSink? diagnostics)
    {
        if (!File.Exists(CheckpointPath))
            return;
        try
        {
            var checkpoint = TrainingCheckpoint.Load(CheckpointPath);
            if (checkpoint.Position.Key != _key)
                throw new InvalidDataException("it belongs to a training with other weights, images or options");
            _best = session.Restore(checkpoint);
            _history.AddRange(checkpoint.Position.History);
            _classAccuracy = checkpoint.Position.ClassAccuracy;
            // A training that was killed between a checkpoint and its log left the log of the epoch before, or none.
            TrainingLog.Write(_folder, _history);
        }
        catch (InvalidDataException failure)
        {
            diagnostics?.Report(
                PruneDiagnostic.Of(
                    Codes.CheckpointNotResumed,
                    $"The checkpoint '{CheckpointPath}' is not used: {failure.Message}. The training starts "
                        + $"over, which costs time and changes nothing else.",
                    new SourceLocation(CheckpointPath)
                )
            );
        }
    }
}
