using Pruning.Execution;

namespace Pruning.Pruners.Reconstruction.Imitation;

/// <summary>How a cut network learns to give what the whole one gives.</summary>
/// <param name="Steps">Batches, each a step.</param>
public sealed record ImitationOptions(int Steps)
{
    /// <summary>The learning rate at its highest; it rises over the first steps and falls along a cosine.</summary>
    public double Rate { get; init; } = 0.003;

    /// <summary>
    /// The output's weight against the maps', whose distance is 0 for the whole network and about 1 for one that says
    /// nothing.
    /// </summary>
    public double OutputWeight { get; init; } = 5;

    /// <summary>Its arithmetic; null takes what is faster here.</summary>
    public Precision? Precision { get; init; }

    /// <summary>Steps in which the rate rises, at most.</summary>
    public int Warmup { get; init; } = 50;

    /// <param name="step">From 0.</param>
    public double RateAt(int step)
    {
        var rise = Math.Min(1, (step + 1.0) / Math.Min(Warmup, Math.Max(1, Steps / 4)));
        return Rate * rise * (1 + Math.Cos(Math.PI * step / Steps)) / 2;
    }
}
