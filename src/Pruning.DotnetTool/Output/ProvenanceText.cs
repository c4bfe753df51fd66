using System.Globalization;

namespace Pruning.DotnetTool.Output;

/// <summary>Where a model came from, a line a fact. What is too long to read is cut short; --json has all of it.</summary>
internal static class ProvenanceText
{
    private const int Readable = 100; // characters: a SHA-256 and more

    public static void Write(TextWriter writer, IEnumerable<KeyValuePair<string, string>> provenance)
    {
        foreach (var (key, value) in provenance)
            writer.WriteLine($"{key}: {Shorten(value)}");
    }

    private static string Shorten(string value) =>
        value.Length <= Readable
            ? value
            : string.Create(CultureInfo.InvariantCulture, $"{value.AsSpan(0, Readable)}… ({value.Length} characters)");
}
