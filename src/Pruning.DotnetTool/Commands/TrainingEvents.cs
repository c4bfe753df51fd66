using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline;
using Pruning.Training;

namespace Pruning.DotnetTool.Commands;

/// <summary>What the stages of a training tell, as a verb tells it: epochs to the table, facts beside it.</summary>
/// <param name="verb">What lines begin with.</param>
internal sealed class TrainingEvents(string verb, WorkReporter work, IProgress<TrainingProgress> epochs)
    : IProgress<PipelineEvent>
{
    public void Report(PipelineEvent value)
    {
        switch (value)
        {
            case EpochProgress epoch:
                epochs.Report(epoch.Training);
                break;
            case StepFinished { Stage: StageKind.Train, Outcome: not StageOutcome.Ran }:
                work.Note($"{verb}: taken from the cache, trained before from the same weights, images and options");
                break;
            case StepNote note:
                work.Note($"{verb}: {note.Message}");
                break;
            case StepWaiting waiting:
                work.Note($"{verb}: waiting for {waiting.Holder}");
                break;
            case StepProgress { Done: null } fact:
                work.Note($"{verb}: {fact.Message}");
                break;
        }
    }
}
