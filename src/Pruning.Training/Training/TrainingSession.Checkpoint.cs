using System.Collections.Immutable;
using Pruning.Graphs;
using Pruning.Training.Sparsity;

namespace Pruning.Training;

// Into a checkpoint, and out of one.
internal sealed partial class TrainingSession
{
    public TrainingCheckpoint Save(
        string key,
        ImmutableArray<EpochRecord> history,
        BestEpoch? best,
        ImmutableArray<double> classAccuracy
    )
    {
        var arrays = new List<(string, float[])>();
        arrays.AddRange(_network.ReadParameters().Select(parameter => ("weights/" + parameter.Name, parameter.Values)));
        arrays.AddRange(_optimizer.Save().Select(buffer => ("momentum/" + buffer.Name, buffer.Values)));
        arrays.AddRange(
            _average.Read(_start.Parameters).Select(parameter => ("average/" + parameter.Name, parameter.Values))
        );
        arrays.AddRange(_distiller?.Save().Select(array => ("adapters/" + array.Name, array.Values)) ?? []);
        if (best is not null)
            arrays.AddRange(best.Parameters.Select(parameter => ("best/" + parameter.Name, parameter.Values)));
        var position = new TrainingPosition(
            key,
            Epochs,
            _lastStep,
            Steps,
            _average.Updates,
            best?.Epoch ?? 0,
            best?.Fitness,
            history,
            _penalty?.State ?? PenaltyState.Start,
            classAccuracy,
            _watch.State
        );
        return new TrainingCheckpoint(position, arrays);
    }

    /// <returns>The best epoch so far, if any.</returns>
    public BestEpoch? Restore(TrainingCheckpoint checkpoint)
    {
        var position = checkpoint.Position;
        _watch.State = position.Watch;
        (Epochs, _lastStep, Steps) = (position.Epochs, position.LastStep, position.Steps);
        var weights = checkpoint.Section("weights/");
        foreach (var name in _network.Parameters.Names)
            _network.Parameters.Write(name, weights[name]);
        _optimizer.Restore(checkpoint.Section("momentum/"));
        _average.Restore(position.AverageUpdates, checkpoint.Section("average/"));
        _penalty?.Restore(position.Penalty);
        _distiller?.Restore(checkpoint.Section("adapters/"));
        if (position is { BestEpoch: 0, BestFitness: null })
            return null;
        var best = checkpoint.Section("best/");
        return new BestEpoch(
            position.BestEpoch,
            position.BestFitness,
            new ParameterSet(_start.Parameters.Select(parameter => parameter with { Values = best[parameter.Name] }))
        );
    }
}
