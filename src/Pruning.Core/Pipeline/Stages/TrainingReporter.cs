using Pruning.Training;

namespace Pruning.Pipeline.Stages;

/// <summary>A training's progress as lines; those of finished epochs stay in sight.</summary>
internal sealed class TrainingReporter(StageContext context) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        var line = TrainingText.Of(value);
        context.Report(line, (value.Epoch - 1 + ((double)value.Batch / value.Batches)) / value.Epochs);
        if (value.Completed is not null)
            context.Note(line);
    }
}
