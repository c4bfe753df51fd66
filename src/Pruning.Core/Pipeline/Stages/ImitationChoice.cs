using Pruning.Slimming.Reconstruction.Imitation;

namespace Pruning.Pipeline.Stages;

/// <summary>How long a project's cut network learns from the whole one.</summary>
internal static class ImitationChoice
{
    // Of the trainings' steps after the cut.
    private const int TimesTrained = 2;

    private const int MostSteps = 1000;

    /// <param name="rounds">Cuts that share the steps.</param>
    public static ImitationOptions Of(ProjectInputs inputs, int rounds = 1)
    {
        var options = inputs.Options;
        var batches = (inputs.Dataset.Split("train").Images.Length + options.BatchSize - 1) / options.BatchSize;
        return new ImitationOptions((options.ImitationSteps ?? Automatic(batches, options.SparseEpochs + options.FineTuneEpochs)) / rounds);
    }

    /// <param name="batches">An epoch.</param>
    /// <param name="epochs">Of training after the cut.</param>
    public static int Automatic(int batches, int epochs) => (int)Math.Min(MostSteps, (long)TimesTrained * batches * epochs);
}
