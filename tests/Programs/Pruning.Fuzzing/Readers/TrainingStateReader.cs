using System.Security.Cryptography;
using Pruning.Training;

namespace Pruning.Fuzzing.Readers;

/// <summary>The state of a training that was stopped, with the hash that fits.</summary>
internal sealed class TrainingStateReader()
    : FileReader("training-state", "checkpoint", "Pruning.Training.TrainingCheckpoint")
{
    public override IReadOnlyList<Type> Refusals => [typeof(InvalidDataException)];

    protected override byte[] Wrap(byte[] input) => [.. input, .. SHA256.HashData(input)];

    protected override string? ReadFile(string path)
    {
        var state = TrainingCheckpoint.Load(path);
        var position = state.Position;
        return $"{position.Key} {position.History.Length} {position.ClassAccuracy.Length} {position.Penalty.Led.Count} "
            + $"{position.Penalty.Gone.Count} {position.Watch.BlindBatches} {state.Section("weights/").Count} "
            + $"{state.Arrays.Sum(array => array.Values.Length)}";
    }
}
