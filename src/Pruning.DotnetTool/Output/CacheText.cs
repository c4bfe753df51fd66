using System.Globalization;
using Pruning.DotnetTool.Terminal;

namespace Pruning.DotnetTool.Output;

/// <summary>The stage store's contents for people.</summary>
internal static class CacheText
{
    public static void Write(TextWriter writer, CacheOutput cache)
    {
        var table = new TextTable("stage", "fingerprint", "bytes", "work, s", "written (UTC)") { LeftAligned = [0, 1] };
        foreach (var entry in cache.Entries)
            table.Add(
                entry.Stage ?? "damaged",
                entry.Fingerprint[..12],
                Numbers.Count(entry.Bytes),
                entry.Seconds?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-",
                entry.Written.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            );
        if (!cache.Entries.IsEmpty)
            table.Write(writer);
        writer.WriteLine(
            $"{Numbers.Count(cache.Entries.Length)} stage results, {Numbers.Count(cache.Bytes)} bytes, in {cache.Path}"
        );
        if (cache.Unfinished > 0)
            writer.WriteLine(
                $"{Numbers.Count(cache.Unfinished)} unfinished, {Numbers.Count(cache.UnfinishedBytes)} bytes: "
                    + $"the next build of the same goes on from there"
            );
    }
}
