using System.Globalization;
using Pruning.Data;
using Pruning.Pipeline.Options;
using Pruning.Reporting;
using Pruning.Training;

namespace Pruning.Pipeline.Choices;

/// <summary>
/// How many images the steps of a project's trainings take, where it does not say: a line for each number, however many
/// trainings come to it.
/// </summary>
internal static class BatchChoices
{
    /// <param name="images">To train on.</param>
    public static IEnumerable<AutomaticChoice> List(ProjectOptions options, DatasetSplit images)
    {
        var trainings = Trainings(options, images).Where(training => training.Epochs > 0).ToList();
        return
        [
            .. options.Train.BatchSize is null
                ? trainings.GroupBy(training => training.BatchSize).Select(alike => BatchSize([.. alike], images))
                : [],
            .. options.Train.NominalBatch is null
                ? trainings
                    .GroupBy(training => (training.NominalBatch, training.BatchSize))
                    .Select(alike => NominalBatch([.. alike]))
                : [],
        ];
    }

    private static IEnumerable<Training> Trainings(ProjectOptions options, DatasetSplit images)
    {
        (TrainOptions? Options, IntegerOption Length)[] all =
        [
            (options.Train, OptionCatalogue.TrainEpochs),
            (options.SparseTrain, OptionCatalogue.SparseEpochs),
            (options.FineTune, OptionCatalogue.FineTuneEpochs),
            (options.QuantizeAware, OptionCatalogue.QuantizeAwareEpochs),
        ];
        return all.Where(training => training.Options is not null)
            .Select(training => new Training(training.Options!, training.Length.Name, images));
    }

    private static AutomaticChoice BatchSize(Training[] trainings, DatasetSplit images) =>
        Choice(
            OptionCatalogue.BatchSize.Name,
            trainings[0].BatchSize,
            $"{images.Images.Length} images make {Numbers(trainings.Select(training => training.Steps))} steps",
            trainings[0].BatchSize < BatchSizeChoice.Usual
                ? Text(
                    $", and {BatchSizeChoice.Usual} images a step would make fewer than {BatchSizeChoice.FewestSteps}"
                )
                : "",
            trainings
        );

    private static AutomaticChoice NominalBatch(Training[] trainings) =>
        Choice(
            OptionCatalogue.NominalBatch.Name,
            trainings[0].NominalBatch,
            $"{trainings[0].Batches} batches make {Numbers(trainings.Select(training => training.OptimiserSteps))} optimiser steps",
            trainings[0].NominalBatch < NominalBatchChoice.Usual
                ? Text(
                    $", and {NominalBatchChoice.Usual} images a step would make fewer than {NominalBatchChoice.FewestSteps}"
                )
                : "",
            trainings
        );

    private static AutomaticChoice Choice(
        string option,
        int chosen,
        FormattableString outcome,
        string remark,
        Training[] trainings
    ) =>
        new(
            option,
            Text($"{chosen}"),
            $"{string.Join(", ", trainings.Select(training => Text($"{training.Length} {training.Epochs}")))} of {Text(outcome)}{remark}"
        );

    private static string Numbers(IEnumerable<long> numbers) =>
        string.Join(", ", numbers.Select(number => Text($"{number}")));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Training(TrainOptions Options, string Length, DatasetSplit Images)
    {
        public int Epochs => Options.Epochs;

        public int BatchSize => Options.BatchSizeOf(Images);

        public int Batches => Images.BatchesOf(BatchSize);

        public int NominalBatch => Options.NominalBatchOf(Images);

        public long Steps => (long)Epochs * Batches;

        public long OptimiserSteps => Steps * BatchSize / NominalBatch;
    }
}
