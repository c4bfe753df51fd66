namespace Pruning.Pipeline;

/// <summary>Hands events on at once, on the thread that reports them; <see cref="Progress{T}"/> would post them.</summary>
internal sealed class EventRelay(Action<PipelineEvent> tell) : IProgress<PipelineEvent>
{
    public void Report(PipelineEvent value) => tell(value);
}
