using System.Text.Json;
using Pruning.Diagnostics;
using Pruning.Storage;

namespace Pruning.Evaluation.Gates;

/// <summary>
/// Reads and writes <c>&lt;project&gt;.pruning.lock.json</c>. People and merges edit it, so nothing in it is believed
/// unchecked.
/// </summary>
public static class LockedBaselineFile
{
    private const string Extension = ".pruning.lock.json";
    private const int MaximumBytes = 1 << 20;
    private const int MaximumMetrics = 10_000;

    /// <summary>The file that belongs to a project, whether or not it is there.</summary>
    public static string PathOf(string project) => Path.ChangeExtension(project, null) + Extension;

    /// <returns>Null where no baseline was ever accepted.</returns>
    /// <exception cref="PruneException">PRUNE8007: the file is there and is not a locked baseline.</exception>
    public static LockedBaseline? Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                return null;
            if (file.Length > MaximumBytes)
                throw Unreadable(path, $"it has {file.Length:N0} bytes, more than any locked baseline");
            var locked = JsonSerializer.Deserialize<LockedBaseline>(File.ReadAllText(path), ReportJson.Options);
            return FaultOf(locked) is { } fault ? throw Unreadable(path, fault) : locked;
        }
        catch (JsonException bad)
        {
            throw Unreadable(path, $"it is not the JSON that was written (line {bad.LineNumber + 1})", bad);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, failure.Message, failure);
        }
    }

    /// <exception cref="PruneException">PRUNE8009: it cannot be written.</exception>
    public static void Write(string path, LockedBaseline locked)
    {
        try
        {
            AtomicFile.Write(path, ReportJson.Write(locked).ReplaceLineEndings("\n") + "\n");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(path, failure);
        }
    }

    internal static PruneException NotWritten(string path, Exception failure) =>
        new(
            Codes.BaselineNotWritten,
            $"The locked baseline '{path}' cannot be written: {failure.Message} The one that was there before "
                + $"still stands. Check the rights of the folder.",
            new SourceLocation(path),
            failure
        );

    private static string? FaultOf(LockedBaseline? locked) =>
        locked switch
        {
            null => "it is empty",
            { Version: not LockedBaseline.CurrentVersion } =>
                $"its version is {locked.Version}, and this engine reads version {LockedBaseline.CurrentVersion}",
            { Split: not { Length: > 0 } } => "it names no split",
            { Sha256: null } => "it names no model file",
            { Images: < 1 } => $"it was measured on {locked.Images} images",
            { Metrics: null or { Count: 0 or > MaximumMetrics } } => "it holds no metrics, or too many",
            { Latency: { } latency }
                when latency.Processor is null
                    || !(
                        latency.Low > 0
                        && latency.Low <= latency.Ratio
                        && latency.Ratio <= latency.High
                        && double.IsFinite(latency.High)
                    ) => "its latency ratio is not a number inside its own spread",
            { Pictures: { } pictures }
                when !FileHashes.IsHash(pictures.Sha256) || pictures.Content is not { Length: > 0 } =>
                "it does not say which pictures belong to it",
            _ => locked
                .Metrics.Where(pair => GateMetric.TryParse(pair.Key) is null || !double.IsFinite(pair.Value))
                .Select(pair => $"'{pair.Key}' is not a metric with a value")
                .FirstOrDefault(),
        };

    private static PruneException Unreadable(string path, string why, Exception? cause = null) =>
        new(
            Codes.BaselineUnreadable,
            $"The locked baseline cannot be read: {why}. Without it nobody knows whether the model got worse, so "
                + $"no model is published. Restore the file from version control, or delete it and record a new one "
                + $"with 'dotnet prune accept'.",
            new SourceLocation(path),
            cause
        );
}
