namespace Pruning.Evaluation.Gates;

/// <summary>How a metric stands against its locked value.</summary>
public enum LockedVerdict
{
    /// <summary>Inside the slack.</summary>
    Same,

    /// <summary>Better by more than the slack.</summary>
    Better,

    /// <summary>Worse than allowed, or not measured.</summary>
    Worse,

    /// <summary>Measured on another processor.</summary>
    NotCompared,

    /// <summary>
    /// A time of a network with the locked one's parameters and operations: it takes the time that it takes, whatever
    /// two measurements say.
    /// </summary>
    SameNetwork,

    /// <summary>
    /// Beyond the slack, and no further than chance can lead on so few images or in so wide a spread: it passes, and is
    /// said.
    /// </summary>
    NotShown,
}
