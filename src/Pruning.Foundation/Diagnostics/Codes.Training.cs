namespace Pruning.Diagnostics;

public static partial class Codes
{
    /// <summary>The loss or the gradients are no longer finite numbers.</summary>
    public static readonly DiagnosticCode TrainingDiverged = new("PRUNE3001", "Training diverged");

    /// <summary>A network or option with which no training can begin.</summary>
    public static readonly DiagnosticCode UntrainableNetwork = new(
        "PRUNE3002",
        "The network cannot be trained as asked"
    );

    /// <summary>A checkpoint that is damaged, or of another training; the training starts over.</summary>
    public static readonly DiagnosticCode CheckpointNotResumed = new(
        "PRUNE3003",
        "A training checkpoint cannot be resumed",
        DiagnosticSeverity.Warning
    );

    /// <summary>A hyper-parameter file that is not one.</summary>
    public static readonly DiagnosticCode InvalidHyperparameters = new(
        "PRUNE3004",
        "The hyper-parameter file is wrong"
    );

    /// <summary>A sparsity penalty that names no scale it could push.</summary>
    public static readonly DiagnosticCode NothingToPenalise = new(
        "PRUNE3005",
        "The sparsity penalty has nothing to act on"
    );

    /// <summary>Gradients that are infinite, or stay far above what they were.</summary>
    public static readonly DiagnosticCode GradientsExploded = new("PRUNE3006", "Gradients exploded");

    /// <summary>A network whose output does not depend on the picture, or that lost all it had learnt.</summary>
    public static readonly DiagnosticCode ModelDied = new("PRUNE3007", "The model is dead");

    /// <summary>Losses that stay finite and far above what they were.</summary>
    public static readonly DiagnosticCode LossExploded = new("PRUNE3008", "The loss exploded");

    /// <summary>A step that the device has no room for.</summary>
    public static readonly DiagnosticCode OutOfDeviceMemory = new("PRUNE3010", "The device's memory is full");

    /// <summary>A teacher whose output means something else than its student's.</summary>
    public static readonly DiagnosticCode UnfitTeacher = new("PRUNE3011", "The teacher does not fit the student");

    /// <summary>Boxes that no anchor takes, and no better anchors.</summary>
    public static readonly DiagnosticCode AnchorsDoNotFit = new(
        "PRUNE3009",
        "The anchors do not suit the dataset",
        DiagnosticSeverity.Warning
    );

    /// <summary>Validation accuracy that was still rising clearly in the last epochs.</summary>
    public static readonly DiagnosticCode TrainingTooShort = new(
        "PRUNE3012",
        "The training ended before it had learnt all",
        DiagnosticSeverity.Warning
    );
}
