using System.Text.Json;
using Pruning.Pipeline;
using Pruning.Reporting;

namespace Pruning.DotnetTool.Builds;

/// <summary>
/// A report that <c>dotnet build</c> has copied to <c>bin</c>, and that tells of another model than the build that has
/// just ended.
/// </summary>
internal static class OlderCopy
{
    private const string Extension = ".report.json";
    private const int MaximumListBytes = 1 << 16;
    private const int MaximumReportBytes = 64 << 20;

    /// <returns>
    /// The path of the report for people beside it; null where <c>bin</c> has none, or one of the same result.
    /// </returns>
    public static string? Find(OutputFolder folder, RunReport report)
    {
        try
        {
            return new FileInfo(folder.CopiesPath) is { Exists: true, Length: < MaximumListBytes }
                ? File.ReadAllLines(folder.CopiesPath)
                    .Where(path =>
                        path.EndsWith(Extension, StringComparison.Ordinal) && File.Exists(path) && !IsOf(path, report)
                    )
                    .Select(path => Path.ChangeExtension(path, ".md"))
                    .FirstOrDefault()
                : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Only for people: that it cannot be read is no reason to end a build.
            return null;
        }
    }

    private static bool IsOf(string path, RunReport report)
    {
        if (new FileInfo(path).Length > MaximumReportBytes)
            return false;
        try
        {
            using var copy = JsonDocument.Parse(File.ReadAllBytes(path));
            return copy.RootElement.GetProperty("passed").GetBoolean() == report.Passed
                && copy.RootElement.GetProperty("model").GetProperty("summary").GetProperty("sha256").GetString()
                    == report.Model.Summary.Sha256;
        }
        catch (Exception bad) when (bad is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }
}
