namespace Pruning.Training.Sparsity;

/// <summary>When the channels vanish that a penalty without a given weight takes.</summary>
public enum PruningSchedule
{
    /// <summary>All of them on one way.</summary>
    OneShot,

    /// <summary>More of them epoch by epoch.</summary>
    Gradual,

    /// <summary>They were silent before the training.</summary>
    Early,
}
