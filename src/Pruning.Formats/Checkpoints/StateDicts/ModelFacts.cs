using System.Collections.Immutable;
using System.Globalization;
using Pruning.Checkpoints.Pickling;
using Pruning.Graphs;
using Pruning.Graphs.Import;

namespace Pruning.Checkpoints.StateDicts;

/// <summary>
/// What weights alone do not tell about their network, as YOLOv5's model yaml states it. Null: not stated.
/// </summary>
/// <param name="Anchors">A level's, in pixels.</param>
/// <param name="Classes">That the head scores.</param>
internal sealed record ModelFacts(
    ActivationKind? Activation,
    ImmutableArray<ImmutableArray<Anchor>>? Anchors,
    int? Classes
)
{
    public static readonly ModelFacts None = new(null, null, null);

    /// <summary>
    /// From the description that a checkpoint carries beside its weights, or else from the yaml beside the file.
    /// </summary>
    public static ModelFacts Read(string path, PickleDictionary? yaml)
    {
        if (yaml is null)
            return ModelYaml.Beside(path);
        var anchors = PickleSequence
            .ItemsOf(yaml["anchors"])
            .Select(level => PickleSequence.ItemsOf(level).Select(Number).ToList())
            .ToList();
        return new ModelFacts(
            yaml["activation"] is string activation ? ActivationOf(path, activation) : null,
            anchors.Count > 0 ? AnchorsOf(path, anchors) : null,
            yaml["nc"] is long and >= 0 and <= int.MaxValue and var classes ? (int)classes : null
        );
    }

    /// <summary>An activation as the yaml spells it: <c>nn.LeakyReLU(0.1)</c>, <c>nn.SiLU()</c>.</summary>
    public static ActivationKind ActivationOf(string path, string text)
    {
        var clean = text.Replace(" ", "", StringComparison.Ordinal)
            .Replace("torch.", "", StringComparison.Ordinal)
            .Replace("nn.", "", StringComparison.Ordinal)
            .Replace("inplace=True", "", StringComparison.Ordinal)
            .Replace(",)", ")", StringComparison.Ordinal);
        return clean switch
        {
            "SiLU()" => ActivationKind.SiLU,
            "ReLU()" => ActivationKind.ReLU,
            "Hardswish()" => ActivationKind.Hardswish,
            "LeakyReLU(0.1)" or "LeakyReLU(negative_slope=0.1)" => ActivationKind.LeakyReLU,
            _ => throw CheckpointErrors.UnsupportedModule(
                path,
                text,
                "activation",
                "(known are nn.SiLU(), nn.ReLU(), nn.Hardswish() and nn.LeakyReLU(0.1))"
            ),
        };
    }

    /// <summary>Anchors from a level's widths and heights in turn, in pixels.</summary>
    public static ImmutableArray<ImmutableArray<Anchor>> AnchorsOf(
        string path,
        IReadOnlyList<IReadOnlyList<double?>> levels
    )
    {
        if (
            levels.Any(level =>
                level.Count is 0 or > 64
                || level.Count % 2 != 0
                || level.Count != levels[0].Count
                || level.Any(size => !(size is > 0 and < 1e5))
            )
        )
            throw CheckpointErrors.NotYolo(
                path,
                "its description lists anchors that are not as many positive widths and heights a level"
            );
        return
        [
            .. levels.Select(level =>
                level
                    .Chunk(2)
                    .Select(pair => new Anchor((float)pair[0]!.Value, (float)pair[1]!.Value))
                    .ToImmutableArray()
            ),
        ];
    }

    private static double? Number(object? item) =>
        item switch
        {
            long number => number,
            double number => number,
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
                number,
            _ => null,
        };
}
