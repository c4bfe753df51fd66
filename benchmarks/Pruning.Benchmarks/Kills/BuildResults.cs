using System.Text.Json.Nodes;
using Pruning.Pipeline;
using Pruning.Pipeline.Durations;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;
using Pruning.Storage;

namespace Pruning.Benchmarks.Kills;

/// <summary>
/// All that a build leaves, as hashes by name. Left out is only what tells of time: the measured latencies with the
/// stage that measures them, and of the reports the seconds of stages, and which of them this very run made.
/// <c>report.json</c> is compared without those, the pages that are made from it not at all.
/// </summary>
internal static class BuildResults
{
    private static readonly string[] OfTime = ["latency", "stages"];

    /// <summary>Hashes of contents, by name.</summary>
    public static SortedDictionary<string, string> Bits(KilledProject project)
    {
        var bits = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in StoreContents.List(project.Cache))
        {
            var manifest = EntryManifest.TryRead(
                Path.Combine(project.Cache, entry.Fingerprint, EntryManifest.FileName)
            );
            if (manifest is null)
                bits[$"store/{entry.Fingerprint}"] = "has no manifest";
            else if (manifest.Stage != StepNames.Latency)
                AddEntry(bits, manifest, Path.Combine(project.Cache, entry.Fingerprint));
        }

        foreach (var (folder, path) in (ReadOnlySpan<(string, string)>)[("obj", project.Output), ("bin", project.Bin)])
        {
            foreach (var file in Directory.Exists(path) ? Directory.GetFiles(path) : [])
                AddFile(bits, $"{folder}/{Path.GetFileName(file)}", file);
        }

        return bits;
    }

    /// <summary>
    /// Names of files in the store, in obj and in bin; without locks and the memories of hashes and times, which come
    /// and go as builds do.
    /// </summary>
    public static SortedSet<string> Names(KilledProject project)
    {
        string[] folders = [project.Cache, project.Output, project.Bin];
        var names = folders
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories));
        return new SortedSet<string>(
            names
                .Select(path => Path.GetRelativePath(project.Root, path))
                .Where(name =>
                    !((string[])["locks", "hashes", CacheLocation.Paces]).Any(memory =>
                        name.StartsWith($"cache/{memory}/", StringComparison.Ordinal)
                    )
                ),
            StringComparer.Ordinal
        );
    }

    private static void AddEntry(SortedDictionary<string, string> bits, EntryManifest manifest, string folder)
    {
        foreach (var file in manifest.Outputs)
            bits[$"store/{manifest.Stage}/{file.Name}"] = File.Exists(Path.Combine(folder, file.Name))
                ? FileHashes.Compute(Path.Combine(folder, file.Name))
                : "missing";
    }

    private static void AddFile(SortedDictionary<string, string> bits, string name, string path)
    {
        if (
            Path.GetExtension(path) is ".onnx" or ".xml" or ".csv" or ".jsonl"
            && Path.GetFileName(path) != "request.xml"
        )
            bits[name] = FileHashes.Compute(path);
        else if (path.EndsWith("report.json", StringComparison.Ordinal))
            bits[name] = Timeless(JsonNode.Parse(File.ReadAllText(path))!.AsObject());
    }

    private static string Timeless(JsonObject report)
    {
        foreach (var name in OfTime)
            report.Remove(name);
        // Which cache was asked is the round's own, and so is what went wrong with it.
        foreach (
            var name in report["settings"]!
                .AsObject()
                .Select(setting => setting.Key)
                .Where(name => name.StartsWith("PruningRemoteCache", StringComparison.Ordinal))
                .ToList()
        )
            report["settings"]!.AsObject().Remove(name);
        report["diagnostics"] = new JsonArray([
            .. report["diagnostics"]!
                .AsArray()
                .Where(one => !one!["code"]!.GetValue<string>().StartsWith("PRUNE901", StringComparison.Ordinal))
                .Select(one => one!.DeepClone()),
        ]);
        return report.ToJsonString();
    }
}
