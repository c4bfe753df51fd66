using Pruning.Execution;

namespace Pruning.Pipeline;

/// <summary>What a step's time grows with.</summary>
/// <param name="Pace">
/// Steps of a name keep the same pace on a machine: so many seconds for each of <paramref name="Amount"/>.
/// </param>
/// <param name="Amount">
/// Floating-point operations in units of 10^9, or 1 of what takes about the same time in every project.
/// </param>
public sealed record StepWork(string Pace, double Amount)
{
    // Forward, and back with the gradients of what goes in and of the weights.
    private const int PassesOfTraining = 3;

    private const string EvaluationPace = "evaluation";
    private const string TrainingPace = "training";

    /// <summary>A step that takes about as long in one project as in another.</summary>
    public static StepWork Whole(string step) => new(step, 1);

    /// <summary>Images through ONNX Runtime.</summary>
    /// <param name="flops">For one of them.</param>
    public static StepWork Evaluation(double images, double flops) => new(EvaluationPace, images * flops / 1e9);

    /// <param name="precision">The arithmetic; null for auto.</param>
    /// <param name="learnt">Images that a network learns from.</param>
    /// <param name="flops">For one of them.</param>
    /// <param name="looked">Operations of all passes that only go forward: validation, teachers.</param>
    public static StepWork Training(Precision? precision, double learnt, double flops, double looked = 0) =>
        new(
            $"{TrainingPace} {precision?.ToString().ToLowerInvariant() ?? "auto"}",
            ((PassesOfTraining * learnt * flops) + looked) / 1e9
        );

    /// <summary>
    /// Whether the amount is in operations, so that any timed pass through a network tells of its time.
    /// </summary>
    public bool CountsOperations =>
        Pace.StartsWith($"{TrainingPace} ", StringComparison.Ordinal) || Pace == EvaluationPace;

    /// <summary>More of the same.</summary>
    public StepWork With(double amount) => this with { Amount = Amount + amount };
}
