using System.Collections.Immutable;
using System.Globalization;
using Pruning.Diagnostics;

namespace Pruning.Graphs.Import;

/// <summary>What a file's class names have to be, whatever kind of file it is: one a class, and no two the same.</summary>
internal static class ClassNaming
{
    private const int MostShown = 5;

    /// <summary>
    /// As many names as the head has classes: numbers stand in, with a warning, where the file has none or another
    /// count.
    /// </summary>
    public static ImmutableArray<string> Complete(
        string path,
        ImmutableArray<string>? names,
        Graph graph,
        IDiagnosticSink diagnostics
    ) => Complete(path, names, graph.Detect?.ClassCount ?? 0, diagnostics);

    /// <inheritdoc cref="Complete(string, ImmutableArray{string}?, Graph, IDiagnosticSink)"/>
    /// <param name="count">The head's classes.</param>
    public static ImmutableArray<string> Complete(
        string path,
        ImmutableArray<string>? names,
        int count,
        IDiagnosticSink diagnostics
    )
    {
        if (names is { } known && known.Length == count)
            return known;
        diagnostics.Report(
            PruneDiagnostic.Of(
                Codes.UnnamedClasses,
                $"'{Path.GetFileName(path)}' "
                    + $"{(names is { } other ? $"names {other.Length} classes, and its head has {count}" : "does not name its classes")}. "
                    + $"Reports and detections will call them class0 to class{count - 1}; a dataset's names replace "
                    + $"these when the model is trained.",
                new SourceLocation(path)
            )
        );
        return [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"class{i}"))];
    }

    /// <summary>Tells of classes that share a name: figures, boxes and an app's labels know them by it.</summary>
    public static void WarnOfEqual(string path, ImmutableArray<string> names, IDiagnosticSink diagnostics)
    {
        var equal = names
            .Select((name, index) => (name, index))
            .GroupBy(one => one.name, one => one.index, StringComparer.Ordinal)
            .Where(name => name.Count() > 1)
            .ToList();
        if (equal.Count == 0)
            return;
        var (first, more) = (equal[0].ToList(), equal.Count > 1 ? $", and {equal.Count - 1} more names likewise" : "");
        diagnostics.Report(
            PruneDiagnostic.Of(
                Codes.EqualClassNames,
                $"'{Path.GetFileName(path)}' calls classes "
                    + $"{string.Join(", ", first.Take(MostShown).SkipLast(1))} and {first.Take(MostShown).Last()} all "
                    + $"'{CheckpointErrors.Quote(equal[0].Key)}'{more}. Whoever reads its results by name cannot tell "
                    + $"them apart. Train it on a dataset whose classes have names of their own, which replace these.",
                new SourceLocation(path)
            )
        );
    }
}
