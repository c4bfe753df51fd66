using System.Collections.Immutable;
using System.Globalization;
using Pruning.Checkpoints.Pickling;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Checkpoints;

/// <summary>Class names as checkpoints keep them: a list, or a dict from class number to name.</summary>
internal static class ClassNameReader
{
    private const int LongestName = 256;

    /// <summary>The names, or null where the value is not a set of names.</summary>
    public static ImmutableArray<string>? From(object? value)
    {
        var names = value is PickleDictionary dictionary ? FromNumbers(dictionary) : [.. PickleSequence.ItemsOf(value).Select(item => item as string)];
        return names.Length > 0 && names.All(name => name is { Length: <= LongestName }) ? [.. names.Select(name => name!)] : null;
    }

    /// <summary>As many names as the head has classes: numbers stand in, with a warning, where the file has none or another count.</summary>
    public static ImmutableArray<string> Complete(string path, ImmutableArray<string>? names, Graph graph, IDiagnosticSink diagnostics)
    {
        var count = graph.Detect?.ClassCount ?? 0;
        if (names is { } known && known.Length == count)
            return known;
        diagnostics.Report(PruneDiagnostic.Of(
            Codes.UnnamedClasses,
            $"'{Path.GetFileName(path)}' {(names is { } other ? $"names {other.Length} classes, and its head has {count}" : "does not name its classes")}. Reports and detections will call them class0 to class{count - 1}; a dataset's names replace these when the model is trained.",
            new SourceLocation(path)));
        return [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"class{i}"))];
    }

    private static ImmutableArray<string?> FromNumbers(PickleDictionary dictionary)
    {
        var names = new string?[dictionary.Entries.Count];
        foreach (var (key, name) in dictionary.Entries)
        {
            if (key is not long number || number < 0 || number >= names.Length)
                return [];
            names[number] = name as string;
        }

        return [.. names];
    }
}
