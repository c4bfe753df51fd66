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
        var batches = inputs.Dataset.Split("train").BatchesOf(options.Train.BatchSize);
        if (
            options.Prune is { Granularity.RemovesChannels: true, Recovery: { Reconstruct: true } recovery }
            && IsAuto(inputs, OptionCatalogue.ImitationSteps.Name)
        )
            yield return Imitation(
                options,
                recovery.Imitation(inputs.Dataset, rounds: 1).Steps,
                RecoveryOptions.ImagesOf(inputs.Dataset).BatchesOf(options.Train.BatchSize)
            );
        // Measured elsewhere, and said there.
        if (
            OptionCatalogue.Activation.Read(inputs.Request) == ActivationChoice.Auto
            && !(options.ChoosesActivation && ResolutionOptions.Find(options, inputs.Dataset) is not null)
        )
            yield return Activation(options);
        if (options.Train.NominalBatch is null)
        {
            foreach (var choice in NominalBatch(options, batches))
                yield return choice;
        }
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

    private static AutomaticChoice Imitation(ProjectOptions options, int steps, int batches) =>
        new(
            OptionCatalogue.ImitationSteps.Name,
            FormattableString.Invariant($"{steps}"),
            steps == 0
                ? "nothing is trained after the cut"
                : FormattableString.Invariant(
                    $"{RecoveryOptions.ImitationEpochs} epochs of {batches} batches of {options.Train.BatchSize} images, at most {RecoveryOptions.MostImitationSteps}, in the time of {(options.SparseTrain.Sparsity!.Schedule == PruningSchedule.Early ? StepNames.SparseTrain : StepNames.Prune)}"
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

    // A line for each number, however many trainings come to it.
    private static IEnumerable<AutomaticChoice> NominalBatch(ProjectOptions options, int batches) =>
        Trainings(options)
            .Where(training => training.Epochs > 0)
            .GroupBy(training => NominalBatchChoice.For(batches, training.Epochs, options.Train.BatchSize))
            .Select(alike => NominalBatch(alike.Key, [.. alike], batches, options.Train.BatchSize));

    private static (int Epochs, IntegerOption Option)[] Trainings(ProjectOptions options) =>
        [
            (options.Train.Epochs, OptionCatalogue.TrainEpochs),
            (options.SparseTrain.Epochs, OptionCatalogue.SparseEpochs),
            (options.FineTune.Epochs, OptionCatalogue.FineTuneEpochs),
            (options.QuantizeAware?.Epochs ?? 0, OptionCatalogue.QuantizeAwareEpochs),
        ];

    private static AutomaticChoice NominalBatch(
        int images,
        (int Epochs, IntegerOption Option)[] trainings,
        int batches,
        int size
    ) =>
        new(
            OptionCatalogue.NominalBatch.Name,
            FormattableString.Invariant($"{images}"),
            FormattableString.Invariant(
                $"{string.Join(", ", trainings.Select(training => FormattableString.Invariant($"{training.Option.Name} {training.Epochs}")))} of {batches} batches make {string.Join(", ", trainings.Select(training => ((long)training.Epochs * batches * size / images).ToString(CultureInfo.InvariantCulture)))} optimiser steps{(images < NominalBatchChoice.Usual ? $", and {NominalBatchChoice.Usual} images a step would make fewer than 1000" : "")}"
            )
        );
}
