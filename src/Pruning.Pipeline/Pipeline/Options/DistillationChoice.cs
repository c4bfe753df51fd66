using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary>What a project asks of distillation.</summary>
/// <param name="Teacher">Full path of a checkpoint, whose content counts; null for the baseline.</param>
/// <param name="OutputWeight">Of the teacher's output against the labels.</param>
/// <param name="FeatureWeight">Of its feature maps; 0 where only the output is imitated.</param>
/// <param name="Temperature">What class logits are divided by.</param>
/// <param name="WhileSparse">Whether sparse training imitates too.</param>
/// <param name="IfItFits">
/// Whether a teacher that does not fit is left out instead of refused: nobody asked for this one.
/// </param>
public sealed record DistillationChoice(
    [property: JsonIgnore] string? Teacher,
    double OutputWeight,
    double FeatureWeight,
    double Temperature,
    [property: JsonIgnore] bool WhileSparse,
    [property: JsonIgnore] bool IfItFits = false
)
{
    private static readonly ImmutableArray<ProjectOption> OfAnyKind =
    [
        OptionCatalogue.Teacher,
        OptionCatalogue.DistillationOutputWeight,
        OptionCatalogue.DistillationFeatureWeight,
        OptionCatalogue.DistillationTemperature,
        OptionCatalogue.DistillSparseTraining,
    ];

    /// <param name="teacher">The teacher that is named, if any: in a project its full path.</param>
    /// <returns>Null for a project that does not distil.</returns>
    /// <exception cref="PruneException">
    /// An option that this kind of distillation would ignore, or weights that teach nothing.
    /// </exception>
    public static DistillationChoice? Read(ProjectRequest request, string? teacher)
    {
        var kind = OptionCatalogue.Distillation.Read(request);
        if (kind == "none")
            RefuseIgnored(request, kind, OfAnyKind);
        if (kind is "output" or "auto")
            RefuseIgnored(request, kind, [OptionCatalogue.DistillationFeatureWeight]);
        if (kind == "none")
            return null;
        var choice = new DistillationChoice(
            teacher,
            OptionCatalogue.DistillationOutputWeight.Read(request),
            kind == "feature" ? OptionCatalogue.DistillationFeatureWeight.Read(request) : 0,
            OptionCatalogue.DistillationTemperature.Read(request),
            OptionCatalogue.DistillSparseTraining.Read(request),
            IfItFits: kind == "auto" && teacher is null
        );
        if (choice.OutputWeight + choice.FeatureWeight == 0)
            throw new PruneException(
                Codes.ContradictoryOptions,
                $"Distillation is '{kind}', and its weights are 0, so a teacher would run and teach nothing. Set "
                    + $"a weight above 0, or Distillation to none.",
                request.LocationOf(OptionCatalogue.Distillation.Name)
            );
        return choice;
    }

    private static void RefuseIgnored(ProjectRequest request, string kind, ImmutableArray<ProjectOption> ignored)
    {
        if (ignored.FirstOrDefault(option => request.Find(option.Name) is not null) is { } option)
            throw new PruneException(
                Codes.ContradictoryOptions,
                $"{option.Name} is set, and Distillation is '{kind}', which does not look at it: training would "
                    + $"be another than the one meant. Set Distillation to "
                    + $"{(kind == "none" ? "output or feature" : "feature")}, or remove {option.Name}.",
                request.LocationOf(option.Name)
            );
    }
}
