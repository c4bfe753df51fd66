namespace Pruning.Benchmarks.Kills;

/// <summary>Which processes of a build get the signal.</summary>
internal enum Victim
{
    /// <summary>The one that computes.</summary>
    Engine,

    /// <summary>
    /// The one that was started: MSBuild, whose engine notices the end of its input; the tool itself, whose MSBuild
    /// stays behind while it evaluates.
    /// </summary>
    FrontEnd,

    /// <summary>All at once.</summary>
    Group,
}
