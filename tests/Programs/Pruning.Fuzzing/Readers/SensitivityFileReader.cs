using Pruning.Pruners.Sensitivity;

namespace Pruning.Fuzzing.Readers;

/// <summary>A sensitivity measurement that was stopped.</summary>
internal sealed class SensitivityFileReader()
    : FileReader("sensitivity", "sensitivity.json", "Pruning.Pruners.Sensitivity.SensitivityReport")
{
    protected override string? ReadFile(string path) =>
        SensitivityReport.Load(path, "key") is { } report ? $"{report.IsComplete} {report.Groups.Length}" : null;
}
