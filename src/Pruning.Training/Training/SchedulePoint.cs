namespace Pruning.Training;

/// <summary>The optimiser's numbers at one iteration.</summary>
/// <param name="Rate">Learning rate of weights.</param>
/// <param name="BiasRate">Learning rate of biases.</param>
/// <param name="Momentum">Of all.</param>
/// <param name="Accumulate">Batches whose gradients make one step.</param>
internal readonly record struct SchedulePoint(double Rate, double BiasRate, double Momentum, int Accumulate);
