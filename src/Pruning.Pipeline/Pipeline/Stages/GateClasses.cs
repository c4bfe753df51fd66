using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Evaluation.Gates;

namespace Pruning.Pipeline.Stages;

/// <summary>Refuses gates on classes that the dataset does not have, before anything is trained for them.</summary>
internal static class GateClasses
{
    public static void Check(ImmutableArray<Gate> gates, ImmutableArray<string> classes)
    {
        foreach (
            var gate in gates.Where(gate =>
                !gate.Metric.IsOfEveryClass && gate.Metric.ClassName is { } name && !classes.Contains(name)
            )
        )
        {
            var name = gate.Metric.ClassName!;
            throw new PruneException(
                Codes.GateUnknownClass,
                $"Gate '{gate.Metric}' judges the class '{name}', which the dataset does not have, so it could "
                    + $"never pass. The classes are "
                    + $"{string.Join(", ", classes.Take(20))}{(classes.Length > 20 ? ", …" : "")}.{Suggestion.Sentence(name, classes)}",
                gate.Location
            );
        }
    }
}
