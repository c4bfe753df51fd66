using System.Text.Json;
using Pruning.Diagnostics;
using Pruning.Storage;

namespace Pruning.Reporting;

/// <summary>
/// Reads a <c>report.json</c> that a build has written, here or on another machine: nothing in it is believed
/// unchecked.
/// </summary>
public static class RunReportFile
{
    private const int MaximumBytes = 64 << 20;

    // Whoever reads a report may then rely on what its records promise.
    private static readonly JsonSerializerOptions Strict = new(ReportJson.Options)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <exception cref="PruneException">PRUNE8014: there is no such file, or it is no report.</exception>
    public static RunReport Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                throw Unreadable(path, Directory.Exists(path) ? "it is a folder" : "there is no such file");
            if (file.Length > MaximumBytes)
                throw Unreadable(path, $"it has {file.Length:N0} bytes, more than any report");
            var report = JsonSerializer.Deserialize<RunReport>(File.ReadAllText(path), Strict);
            return FaultOf(report) is { } fault ? throw Unreadable(path, fault) : report!;
        }
        catch (JsonException bad)
        {
            throw Unreadable(path, $"it is not the JSON that a build writes (line {bad.LineNumber + 1})", bad);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, failure.Message.TrimEnd('.'), failure);
        }
    }

    private static string? FaultOf(RunReport? report) =>
        report switch
        {
            null => "it is empty",
            { Version: not RunReport.CurrentVersion } =>
                $"its version is {report.Version}, and this version of Pruning.Build reads {RunReport.CurrentVersion}",
            { Name: "" } => "it names no project",
            { Gates.IsDefault: true }
            or { Model.Accuracy.Classes.IsDefault: true }
            or { Baseline.Accuracy.Classes.IsDefault: true } => "a list in it is null",
            _ => null,
        };

    private static PruneException Unreadable(string path, string why, Exception? cause = null) =>
        new(
            Codes.ReportUnreadable,
            $"'{path}' cannot be read as a report: {why}. Without it there are no figures to compare. Give the "
                + $"report.json that a build has written: obj/<configuration>/pruning/report.json, or "
                + $"<name>.report.json beside the model in bin.",
            new SourceLocation(path),
            cause
        );
}
