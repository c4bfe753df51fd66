using Pruning.Training;

namespace Pruning.Pipeline.Stages;

/// <summary>A training's progress as lines; those of finished epochs stay in sight.</summary>
internal sealed class TrainingReporter(StageContext context) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        context.ReportTraining(value);
        if (value.Completed is not null)
            context.Note(TrainingText.Of(value));
    }
}
