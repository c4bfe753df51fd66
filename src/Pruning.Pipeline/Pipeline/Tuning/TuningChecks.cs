using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Stages;

namespace Pruning.Pipeline.Tuning;

/// <summary>Refuses projects whose trials could not be compared.</summary>
internal static class TuningChecks
{
    /// <exception cref="PruneException">PRUNE0116.</exception>
    public static void Require(TrialProject project)
    {
        var (request, options) = (project.Inputs.Request, project.Inputs.Options);
        if (options.Goal is { } goal)
            throw new PruneException(
                Codes.CannotTune,
                $"The project has a SparsityTarget 'MaximumDrop', so each trial would come to a network of another size, "
                    + $"and accuracies of networks of different sizes cannot be compared. Replace it by the target that the "
                    + $"last build came to, such as <SparsityTarget Include=\"Flops\" Reduction=\"50%\" />, tune, and put it "
                    + $"back.",
                goal.Location
            );
        if (project.LongestTraining == 0)
            throw new PruneException(
                Codes.CannotTune,
                $"The project trains nothing ({OptionCatalogue.TrainEpochs.Name}, {OptionCatalogue.SparseEpochs.Name} and "
                    + $"{OptionCatalogue.FineTuneEpochs.Name} are 0), so no option of training has an effect. Set one of "
                    + $"them, for example {OptionCatalogue.FineTuneEpochs.Name} to 20.",
                request.LocationOf(OptionCatalogue.FineTuneEpochs.Name)
            );
        var images = project.Inputs.Dataset.Split(StageInputs.Validation);
        if (images.LabelCount == 0)
            throw new PruneException(
                Codes.CannotTune,
                $"The validation images of '{Path.GetFileName(project.Inputs.Dataset.YamlPath)}' have no labels, so no "
                    + $"accuracy can be measured to choose by. Label them, or name labelled images under '{StageInputs.Validation}:'.",
                request.LocationOf(OptionCatalogue.Dataset.Name)
            );
    }
}
