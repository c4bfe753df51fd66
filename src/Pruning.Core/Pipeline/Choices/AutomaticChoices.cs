using System.Collections.Immutable;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Stages;
using Pruning.Training;
using Pruning.Training.Sparsity;

namespace Pruning.Pipeline.Choices;

/// <summary>What a project's <c>auto</c>s came to that follow from its images, classes and epochs. What is measured while it runs, such as the faster arithmetic, is in the log of the step.</summary>
public static class AutomaticChoices
{
    public static ImmutableArray<AutomaticChoice> Of(ProjectInputs inputs) => [.. All(inputs)];

    private static IEnumerable<AutomaticChoice> All(ProjectInputs inputs)
    {
        var options = inputs.Options;
        if (IsAuto(inputs, OptionCatalogue.Schedule.Name))
            yield return Schedule(options);
        var batches = inputs.Dataset.Split("train").BatchesOf(options.BatchSize);
        if (options is { ImitationSteps: null, Granularity: Granularities.Channel, Reconstructs: true })
            yield return Imitation(ImitationChoice.Of(inputs).Steps, batches, options.BatchSize);
        if (options.NominalBatch is null)
        {
            foreach (var choice in NominalBatch(options, batches))
                yield return choice;
        }
    }

    private static bool IsAuto(ProjectInputs inputs, string property) =>
        inputs.Request.Find(property)?.Value is not { } value || value.Equals("auto", StringComparison.OrdinalIgnoreCase);

    private static AutomaticChoice Schedule(ProjectOptions options) => options.Vanishing switch
    {
        VanishingSchedule.Before => new(OptionCatalogue.Schedule.Name, "early", $"sparse training chooses its own penalty, so channels go first and {OptionCatalogue.SparseEpochs.Name} {options.SparseEpochs} trains what stays"),
        VanishingSchedule.Gradual => new(OptionCatalogue.Schedule.Name, "gradual", "the penalty weighs groups, so channels go one after another while sparse training runs"),
        _ => new(OptionCatalogue.Schedule.Name, "one-shot", options.SparseEpochs == 0 ? "there is no sparse training" : "the penalty's weight is given"),
    };

    private static AutomaticChoice Imitation(int steps, int batches, int size) => new(
        OptionCatalogue.ImitationSteps.Name,
        FormattableString.Invariant($"{steps}"),
        steps == 0 ? "nothing is trained after the cut" : FormattableString.Invariant($"60 epochs of {batches} batches of {size} images, at most 500"));

    private static IEnumerable<AutomaticChoice> NominalBatch(ProjectOptions options, int batches)
    {
        foreach (var (epochs, option) in ((int, IntegerOption)[])[(options.TrainEpochs, OptionCatalogue.TrainEpochs), (options.SparseEpochs, OptionCatalogue.SparseEpochs), (options.FineTuneEpochs, OptionCatalogue.FineTuneEpochs)])
        {
            if (epochs == 0)
                continue;
            var images = NominalBatchChoice.For(batches, epochs, options.BatchSize);
            yield return new AutomaticChoice(
                OptionCatalogue.NominalBatch.Name,
                FormattableString.Invariant($"{images}"),
                FormattableString.Invariant($"{option.Name} {epochs} of {batches} batches make {(long)epochs * batches * options.BatchSize / images} optimiser steps{(images < NominalBatchChoice.Usual ? $", and {NominalBatchChoice.Usual} images a step would make fewer than 1000" : "")}"));
        }
    }
}
