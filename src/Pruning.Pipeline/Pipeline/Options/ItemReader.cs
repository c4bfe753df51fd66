using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Evaluation.Gates;
using Pruning.Pruners;

namespace Pruning.Pipeline.Options;

/// <summary>
/// Items → typed declarations, refusing what is unknown, incomplete or contradictory at the item's own line.
/// </summary>
internal static class ItemReader
{
    // MSBuild's own metadata, in case a build passes it on.
    private static readonly ImmutableArray<string> WellKnown =
    [
        "Identity",
        "FullPath",
        "RootDir",
        "Filename",
        "Extension",
        "RelativeDir",
        "Directory",
        "RecursiveDir",
        "ModifiedTime",
        "CreatedTime",
        "AccessedTime",
        "DefiningProjectFullPath",
        "DefiningProjectDirectory",
        "DefiningProjectName",
        "DefiningProjectExtension",
    ];

    public static ImmutableArray<SparsityTarget> Targets(ProjectRequest request) =>
        [.. Known(request, ItemCatalogue.SparsityTarget).Where(item => !IsGoal(item)).Select(Target)];

    /// <summary>The accuracy that the size follows from, or null.</summary>
    public static DropGoal? Goal(ProjectRequest request)
    {
        ImmutableArray<ProjectItem> goals = [.. Known(request, ItemCatalogue.SparsityTarget).Where(IsGoal)];
        return goals switch
        {
            [] => null,
            [var only] => ReadGoal(only),
            [_, var second, ..] => throw new PruneException(
                Codes.InvalidItem,
                "There are two SparsityTargets 'MaximumDrop', and only one drop can decide the size. Remove one.",
                second.Location
            ),
        };
    }

    /// <summary>Whether it asks for an accuracy that the size follows from.</summary>
    public static bool IsGoal(ProjectItem item) =>
        string.Equals(item.Include, ItemCatalogue.MaximumDrop, StringComparison.OrdinalIgnoreCase);

    private static DropGoal ReadGoal(ProjectItem item)
    {
        RefuseMetadata(item, "Reduction", "Maximum");
        var drop = Quantities(item, "Value", QuantityKind.Fraction)
            ?? throw Incomplete(item, "has no Value", "Value=\"0.01\"");
        if (drop > 1)
            throw Incomplete(item, "has a Value above 1, and mAP50-95 lies between 0 and 1", "a fraction such as 0.01");
        var confidence = Quantities(item, "Confidence", QuantityKind.Fraction) ?? DropGoal.UsualConfidence;
        if (confidence is < 0.5 or >= 1)
            throw Incomplete(
                item,
                $"has the Confidence '{item.Find("Confidence")}', which is less than a coin's or more than any "
                    + $"number of images gives",
                "one from 50% to 99%"
            );
        return new DropGoal(
            drop,
            MetricOf(item, item.Find("Metric") ?? nameof(TargetMetric.Flops)),
            confidence,
            item.Location
        );
    }

    private static TargetMetric MetricOf(ProjectItem item, string name) =>
        ItemCatalogue.TargetNames.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<TargetMetric>(name, ignoreCase: true)
            : throw new PruneException(
                Codes.InvalidItem,
                $"{item.Type} '{item.Include}' names '{name}', which is no target; known are "
                    + $"{string.Join(", ", ItemCatalogue.TargetNames)}.{Suggestion.Sentence(name, ItemCatalogue.TargetNames)}",
                item.Location
            );

    private static void RefuseMetadata(ProjectItem item, params string[] names)
    {
        if (names.FirstOrDefault(name => item.Find(name) is not null) is { } other)
            throw new PruneException(
                Codes.InvalidItem,
                $"{item.Type} '{item.Include}' has a {other}, which has no meaning for it. Remove it.",
                item.Location
            );
    }

    public static ImmutableArray<LayerSparsity> LayerSparsities(ProjectRequest request) =>
        [
            .. Known(request, ItemCatalogue.LayerSparsity)
                .Select(item => new LayerSparsity(
                    new LayerPattern(item.Include),
                    Quantities(item, "Ratio", QuantityKind.Fraction)
                        ?? throw Incomplete(item, "has no Ratio", "Ratio=\"0.3\""),
                    item.Location
                )),
        ];

    public static ImmutableArray<KeepLayer> KeepLayers(ProjectRequest request) =>
        [
            .. Known(request, ItemCatalogue.KeepLayer)
                .Select(item => new KeepLayer(new LayerPattern(item.Include), item.Location)),
        ];

    public static ImmutableArray<DatasetSource> UnlabeledImages(ProjectRequest request) =>
        [
            .. Known(request, ItemCatalogue.UnlabeledImages)
                .Select(item => new DatasetSource(request.Resolve(item.Include), item.Location)),
        ];

    /// <param name="severity">Overrides every gate's own.</param>
    public static ImmutableArray<Gate> Gates(ProjectRequest request, DiagnosticSeverity? severity) =>
        [.. Known(request, ItemCatalogue.Gate).Select(item => ReadGate(item, severity))];

    private static SparsityTarget Target(ProjectItem item)
    {
        if (!ItemCatalogue.TargetNames.Contains(item.Include, StringComparer.OrdinalIgnoreCase))
            throw Unknown(item, "target", ItemCatalogue.TargetNames.Add(ItemCatalogue.MaximumDrop));
        var metric = MetricOf(item, item.Include);
        RefuseMetadata(item, "Value", "Metric", "Confidence");
        var reduction = Quantities(item, "Reduction", QuantityKind.Fraction);
        var maximum = Quantities(item, "Maximum", KindOf(metric));
        if (reduction.HasValue == maximum.HasValue)
            throw Incomplete(
                item,
                reduction.HasValue
                    ? "has both Reduction and Maximum; one of them would be ignored"
                    : "has neither Reduction nor Maximum",
                "Reduction=\"50%\""
            );
        var target = new SparsityTarget(metric, reduction, maximum, item.Location);
        target.Verify();
        return target;
    }

    private static QuantityKind KindOf(TargetMetric metric) =>
        metric switch
        {
            TargetMetric.FileSize => QuantityKind.Bytes,
            TargetMetric.Latency => QuantityKind.Milliseconds,
            _ => QuantityKind.Count,
        };

    private static Gate ReadGate(ProjectItem item, DiagnosticSeverity? severity)
    {
        var metric = WithConfidence(
            item,
            GateMetric.TryParse(item.Include) ?? throw Unknown(item, "metric", GateMetric.KnownNames)
        );
        var gate = new Gate(
            metric,
            Quantities(item, "Minimum", metric.Quantity),
            Quantities(item, "Maximum", metric.Quantity),
            Quantities(item, "MaximumDrop", QuantityKind.Fraction),
            severity ?? Severity(item),
            item.Location
        );
        if (gate is { Minimum: null, Maximum: null, MaximumDrop: null })
            throw Incomplete(
                item,
                "has no bound, and a gate without one passes anything",
                metric.IsAccuracy ? "Minimum=\"0.5\" or MaximumDrop=\"0.02\"" : "Maximum"
            );
        if (gate.MaximumDrop is not null && !metric.IsAccuracy)
            throw Incomplete(
                item,
                "has a MaximumDrop, which only accuracies have: a smaller cost is no loss",
                "Maximum"
            );
        if (gate.Minimum > gate.Maximum)
            throw Incomplete(item, "has a Minimum above its Maximum, so nothing passes", "one of them");
        if (
            metric.IsAccuracy
            && (gate.Minimum is < 0 or > 1 || gate.Maximum is < 0 or > 1 || gate.MaximumDrop is < 0 or > 1)
        )
            throw Incomplete(item, "has a bound outside 0 to 1 (0% to 100%)", "a fraction such as 0.5");
        return gate;
    }

    private static GateMetric WithConfidence(ProjectItem item, GateMetric metric)
    {
        if (Quantities(item, "Confidence", QuantityKind.Fraction) is not { } confidence)
            return metric;
        if (!metric.TakesConfidence)
            throw Incomplete(
                item,
                "has a Confidence, which would be ignored: the metric is not read at one",
                "one of Precision, Recall, F1, Precision/<class> and Recall/<class>"
            );
        return confidence is >= 0 and <= 1
            ? metric with
            {
                Confidence = confidence,
            }
            : throw Incomplete(item, "has a Confidence outside 0 to 1", "Confidence=\"0.25\"");
    }

    private static DiagnosticSeverity Severity(ProjectItem item)
    {
        var text = item.Find("Severity") ?? "error";
        return text.ToLowerInvariant() switch
        {
            "error" => DiagnosticSeverity.Error,
            "warning" => DiagnosticSeverity.Warning,
            _ => throw new PruneException(
                Codes.InvalidValue,
                $"Gate '{item.Include}' has the Severity '{text}'; it takes 'error' or "
                    + $"'warning'.{Suggestion.Sentence(text, ["error", "warning"])}",
                item.Location
            ),
        };
    }

    private static IEnumerable<ProjectItem> Known(ProjectRequest request, ItemKind kind)
    {
        foreach (var item in request.ItemsOf(kind.Type))
        {
            foreach (var name in item.Metadata.Keys.Except(WellKnown, StringComparer.OrdinalIgnoreCase))
            {
                if (!kind.Metadata.Any(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase)))
                    throw UnknownMetadata(item, kind, name);
            }

            yield return item;
        }
    }

    private static double? Quantities(ProjectItem item, string name, QuantityKind kind)
    {
        if (item.Find(name) is not { } text)
            return null;
        return kind.TryParse(text, out var value) && value >= 0
            ? value
            : throw new PruneException(
                Codes.InvalidValue,
                $"{item.Type} '{item.Include}' has the {name} '{text}'; it takes {kind.Example}. Correct it.",
                item.Location
            );
    }

    private static PruneException UnknownMetadata(ProjectItem item, ItemKind kind, string name)
    {
        var names = kind.Metadata.Select(known => known.Name).ToList();
        var takes = names.Count == 0 ? "it takes none" : $"it takes {string.Join(", ", names)}";
        return new(
            Codes.UnknownMetadata,
            $"{item.Type} '{item.Include}' has the metadata '{name}', which nothing reads; "
                + $"{takes}.{Suggestion.Sentence(name, names)} Correct or remove it.",
            item.Location
        );
    }

    private static PruneException Unknown(ProjectItem item, string what, IReadOnlyList<string> known) =>
        new(
            Codes.InvalidItem,
            $"{item.Type} '{item.Include}' is no {what}; known are "
                + $"{string.Join(", ", known)}.{Suggestion.Sentence(item.Include, known)}",
            item.Location
        );

    private static PruneException Incomplete(ProjectItem item, string what, string example) =>
        new(Codes.InvalidItem, $"{item.Type} '{item.Include}' {what}. Give it {example}.", item.Location);
}
