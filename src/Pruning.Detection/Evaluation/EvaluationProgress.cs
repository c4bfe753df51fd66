namespace Pruning.Evaluation;

/// <summary>How far an evaluation is.</summary>
public readonly record struct EvaluationProgress(int ImagesDone, int Images);
