using System.Collections.Immutable;
using System.Text.Json;
using Pruning.Storage;

namespace Pruning.Pruners.Sensitivity;

/// <summary>What accuracy is lost when one coupling group alone is cut, without training after it.</summary>
/// <param name="Version">Of the format.</param>
/// <param name="Key">Changes with anything that the figures depend on.</param>
/// <param name="Importance">The measure that says which channels of a group go first.</param>
/// <param name="ImageSize">Pixels.</param>
/// <param name="Baseline">With every channel; null until it is measured.</param>
/// <param name="Groups">Every group that can be cut, in graph order.</param>
public sealed record SensitivityReport(
    int Version,
    string Key,
    Importance Importance,
    int ImageSize,
    SensitivityAccuracy? Baseline,
    ImmutableArray<GroupSensitivity> Groups
)
{
    public const int CurrentVersion = 1;

    /// <summary>Whether every point is measured.</summary>
    public bool IsComplete =>
        Baseline is not null && Groups.All(group => group.Points.All(point => point.Accuracy is not null));

    public string ToJson() => ReportJson.Write(this);

    /// <summary>Writes the file in one step: whoever is stopped goes on from there.</summary>
    public void Save(string path) => AtomicFile.Write(path, ToJson());

    /// <summary>
    /// What a file holds of this measurement; null where it holds another, or nothing that can be read.
    /// </summary>
    public static SensitivityReport? Load(string path, string key)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            var report = ReportJson.Read<SensitivityReport>(path);
            return
                report is { Version: CurrentVersion, Groups.IsDefault: false }
                && report.Key == key
                && report.Groups.All(group => group is { Name: not null, Points.IsDefault: false })
                ? report
                : null;
        }
        catch (Exception failure) when (failure is JsonException or IOException)
        {
            return null;
        }
    }
}

/// <summary>Fractions, on the validation images.</summary>
public sealed record SensitivityAccuracy(
    [property: System.Text.Json.Serialization.JsonPropertyName("mAP50")] double Map50,
    [property: System.Text.Json.Serialization.JsonPropertyName("mAP50-95")] double Map5095
);

/// <param name="Name">The coupling group's.</param>
/// <param name="Count">Its atoms, the smallest things that can be removed.</param>
/// <param name="Points">The most kept first.</param>
public sealed record GroupSensitivity(string Name, int Count, ImmutableArray<SensitivityPoint> Points);

/// <param name="Kept">Atoms that stay.</param>
/// <param name="Accuracy">Null until it is measured.</param>
public sealed record SensitivityPoint(int Kept, SensitivityAccuracy? Accuracy);
