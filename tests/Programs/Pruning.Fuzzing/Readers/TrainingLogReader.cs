using Pruning.Reporting.Details;

namespace Pruning.Fuzzing.Readers;

/// <summary>The log of a training.</summary>
internal sealed class TrainingLogReader()
    : FileReader("training-log", "training.csv", "Pruning.Reporting.Details.TrainingCurve")
{
    protected override string? ReadFile(string path) => string.Join('|', TrainingCurve.Read("train", path).Points);
}
