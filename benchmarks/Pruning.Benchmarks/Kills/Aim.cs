namespace Pruning.Benchmarks.Kills;

/// <summary>What a kill is meant to hit.</summary>
/// <param name="Place">A step, or one of <see cref="Places"/>.</param>
/// <param name="After">The step that it lies in or behind; null for the start.</param>
/// <param name="Delay">Seconds from the place's beginning on.</param>
/// <param name="Victim">Who gets the signal.</param>
/// <param name="AtOnce">Whether the next build begins while remains of this one may still run.</param>
/// <param name="Transfer">
/// Of <see cref="Places.Upload"/> and <see cref="Places.Download"/>: which file of the build.
/// </param>
internal sealed record Aim(string Place, string? After, double Delay, Victim Victim, bool AtOnce, int Transfer = 0);
