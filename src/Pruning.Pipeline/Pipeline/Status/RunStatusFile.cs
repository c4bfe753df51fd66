using System.Text.Json;
using Pruning.Storage;
using Pruning.Training;

namespace Pruning.Pipeline.Status;

/// <summary>Reads and writes <c>status.json</c>, and the histories that it names.</summary>
public static class RunStatusFile
{
    public const string FileName = "status.json";

    // Ten times what a project with a hundred rounds writes, and a training of 100,000 epochs.
    private const long LongestStatus = 1 << 20;
    private const long LongestLog = 64 << 20;

    public static string PathIn(string outputFolder) => Path.Combine(outputFolder, FileName);

    public static void Write(string path, RunStatus status) =>
        AtomicFile.WriteForReaders(path, ReportJson.Write(status));

    /// <returns>
    /// Null where there is none, or nothing that this version understands: then nobody knows of a build.
    /// </returns>
    public static RunStatus? TryRead(string path)
    {
        try
        {
            return
                BoundedText.TryRead(path, LongestStatus) is { } text
                && JsonSerializer.Deserialize<RunStatus>(text, ReportJson.Options) is { } status
                && IsWhole(status)
                ? status
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A training's epochs so far; as many as can be read.</summary>
    public static IReadOnlyList<EpochRecord> ReadLog(string path) =>
        TrainingLog.Parse(BoundedText.TryRead(path, LongestLog) ?? "");

    private static bool IsWhole(RunStatus status) =>
        status
            is {
                Version: RunStatus.CurrentVersion,
                Name: not null,
                Project: not null,
                Machine: not null,
                Steps.IsDefault: false
            }
        && status.Steps.All(step => step is { Step: not null })
        && status.Activity is null or { Step: not null, Text: not null };
}
