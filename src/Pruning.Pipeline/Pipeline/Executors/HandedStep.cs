namespace Pruning.Pipeline.Executors;

/// <summary>A step that another machine is to do.</summary>
/// <param name="Again">Whether it is done although the store has a result, which the new one replaces.</param>
public sealed record HandedStep(PlannedStep Step, bool Again = false);
