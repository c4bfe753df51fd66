using System.Collections.Immutable;

namespace Pruning.Pipeline;

/// <summary>The names of <see cref="StageKind"/> on command lines and in reports: <c>sparse-train</c>.</summary>
public static class StageNames
{
    public static ImmutableArray<StageKind> All { get; } = [.. Enum.GetValues<StageKind>()];

    public static string NameOf(StageKind stage) =>
        stage switch
        {
            StageKind.Import => "import",
            StageKind.Train => "train",
            StageKind.SparseTrain => "sparse-train",
            StageKind.Prune => "prune",
            StageKind.FineTune => "fine-tune",
            StageKind.Quantize => "quantize",
            StageKind.Export => "export",
            StageKind.Evaluate => "evaluate",
            StageKind.Gate => "gate",
            _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
        };

    public static bool TryParse(string? name, out StageKind stage)
    {
        foreach (var candidate in All)
        {
            if (string.Equals(NameOf(candidate), name, StringComparison.OrdinalIgnoreCase))
            {
                stage = candidate;
                return true;
            }
        }

        stage = default;
        return false;
    }
}
