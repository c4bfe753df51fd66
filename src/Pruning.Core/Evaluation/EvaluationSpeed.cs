namespace Pruning.Evaluation;

/// <summary>Where an evaluation's time went, in milliseconds an image. Reading runs beside inference, so it counts only the waiting for it.</summary>
/// <param name="Waiting">Waiting for decoded, letterboxed images.</param>
/// <param name="Inference">The model and the decoding of its head.</param>
/// <param name="Judging">Suppression and matching.</param>
public readonly record struct EvaluationSpeed(double Waiting, double Inference, double Judging);
