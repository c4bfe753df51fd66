using System.Text.Json;
using Pruning.DotnetTool.Terminal;
using Pruning.Storage;

namespace Pruning.Benchmarks.Results;

/// <summary>A report as JSON: camelCase, the records of this folder as they are.</summary>
internal static class ReportJson
{
    public static void Write(BenchmarkReport report, string path) =>
        AtomicFile.Write(Path.GetFullPath(path), JsonSerializer.Serialize(report, JsonOutput.Options) + "\n");
}
