namespace Pruning.Pipeline.Tuning;

/// <summary>A trial, to be trained for a share of the project's epochs.</summary>
/// <param name="Rung">From 0, the shortest trainings, on.</param>
/// <param name="Share">Of each training's epochs, above 0; 1 on the last rung.</param>
public sealed record TrialRun(Trial Trial, int Rung, double Share)
{
    /// <summary>Whether it trains as long as a build of the project.</summary>
    public bool IsWhole => Share.Equals(1.0);
}
