using System.Collections.Immutable;
using System.Globalization;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Stages;
using Pruning.Reporting;
using Pruning.Training;
using Pruning.Training.Sparsity;

namespace Pruning.Pipeline.Choices;

/// <summary>
/// What a project's <c>auto</c>s came to that follow from its images, classes and epochs. What is measured while it
/// runs, such as the faster arithmetic, is in the log of the step.
/// </summary>
public static class AutomaticChoices
{
    public static ImmutableArray<AutomaticChoice> List(ProjectInputs inputs) => [.. All(inputs)];

    private static IEnumerable<AutomaticChoice> All(ProjectInputs inputs)
    {
        var options = inputs.Options;
        if (IsAuto(inputs, OptionCatalogue.Schedule.Name))
            yield return Schedule(options);
        if (
            options.Prune is { Granularity.RemovesChannels: true, Recovery: { Reconstruct: true } recovery }
            && IsAuto(inputs, OptionCatalogue.ImitationSteps.Name)
        )
            yield return Imitation(
                options,
                recovery.Imitation(inputs.Dataset, rounds: 1).Steps,
                RecoveryOptions.ImagesOf(inputs.Dataset).BatchesOf(recovery.Images.BatchSize),
                recovery.Images.BatchSize
            );
        // Measured elsewhere, and said there.
        if (
            OptionCatalogue.Activation.Read(inputs.Request) == ActivationChoice.Auto
            && !(options.ChoosesActivation && ResolutionOptions.Find(options, inputs.Dataset) is not null)
        )
            yield return Activation(options);
        foreach (var choice in BatchChoices.List(options, inputs.Dataset.Split("train")))
            yield return choice;
    }

    private static bool IsAuto(ProjectInputs inputs, string property) =>
        inputs.Request.Find(property)?.Value is not { } value
        || value.Equals("auto", StringComparison.OrdinalIgnoreCase);

    private static AutomaticChoice Schedule(ProjectOptions options) =>
        options.SparseTrain.Sparsity!.Schedule switch
        {
            PruningSchedule.Early => new(
                OptionCatalogue.Schedule.Name,
                "early",
                $"sparse training chooses its own penalty, so channels go first and "
                    + $"{OptionCatalogue.SparseEpochs.Name} {options.SparseTrain.Epochs} trains what stays"
            ),
            PruningSchedule.Gradual => new(
                OptionCatalogue.Schedule.Name,
                "gradual",
                "the penalty weighs groups, so channels go one after another while sparse training runs"
            ),
            _ => new(
                OptionCatalogue.Schedule.Name,
                "one-shot",
                options.SparseTrain.Epochs == 0 ? "there is no sparse training" : "the penalty's weight is given"
            ),
        };

    private static AutomaticChoice Imitation(ProjectOptions options, int steps, int batches, int size) =>
        new(
            OptionCatalogue.ImitationSteps.Name,
            FormattableString.Invariant($"{steps}"),
            steps == 0
                ? "nothing is trained after the cut"
                : FormattableString.Invariant(
                    $"{RecoveryOptions.ImitationEpochs} epochs of {batches} batches of {size} images, at most {RecoveryOptions.MostImitationSteps}, in the time of {(options.SparseTrain.Sparsity!.Schedule == PruningSchedule.Early ? StepNames.SparseTrain : StepNames.Prune)}"
                )
        );

    private static AutomaticChoice Activation(ProjectOptions options) =>
        new(
            OptionCatalogue.Activation.Name,
            ActivationChoice.NameOf(null),
            options.Quantize is null ? "the model stays in floats"
                : !options.TrainsPruned ? "nothing trains after the cut"
                : "what another would cost is told by a cut of channels in one step, whose weights are fitted and "
                    + "measured on labelled validation images"
        );
}
