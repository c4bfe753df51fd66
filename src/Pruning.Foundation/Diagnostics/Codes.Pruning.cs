namespace Pruning.Diagnostics;

public static partial class Codes
{
    /// <summary>No legal choice of channels is as small as a target asks.</summary>
    public static readonly DiagnosticCode TargetOutOfReach = new("PRUNE4001", "The sparsity targets cannot be met");

    /// <summary>A kind of target that this version cannot plan for.</summary>
    public static readonly DiagnosticCode TargetUnsupported = new(
        "PRUNE4002",
        "This kind of sparsity target is not supported"
    );

    /// <summary>An importance measure that looks at images where there are none.</summary>
    public static readonly DiagnosticCode ImportanceUnavailable = new(
        "PRUNE4003",
        "This importance measure is not available"
    );

    /// <summary>A network without a channel that could be removed.</summary>
    public static readonly DiagnosticCode NothingToPrune = new("PRUNE4004", "There is nothing to prune");

    /// <summary>
    /// The smallest step that channel multiples allow goes past the target by more than one per cent.
    /// </summary>
    public static readonly DiagnosticCode TargetOvershot = new(
        "PRUNE4005",
        "The plan cuts noticeably more than asked",
        DiagnosticSeverity.Warning
    );

    /// <summary>A layer pattern that names no layer of the network.</summary>
    public static readonly DiagnosticCode LayerPatternMatchesNothing = new(
        "PRUNE4006",
        "A layer pattern matches nothing"
    );

    /// <summary>Weights or scales that are not finite numbers.</summary>
    public static readonly DiagnosticCode ImportanceNotFinite = new(
        "PRUNE4007",
        "The network's weights are not finite"
    );

    /// <summary>A plan made for another network.</summary>
    public static readonly DiagnosticCode PlanDoesNotFit = new("PRUNE4008", "The prune plan is not for this network");

    /// <summary>A pruning option outside its range.</summary>
    public static readonly DiagnosticCode PlanningOptionInvalid = new("PRUNE4009", "A pruning option is out of range");

    /// <summary>A target that the network meets before anything is removed.</summary>
    public static readonly DiagnosticCode TargetAlreadyMet = new(
        "PRUNE4010",
        "A sparsity target is already met",
        DiagnosticSeverity.Warning
    );

    /// <summary>A search for the smallest network inside an accuracy drop that found none.</summary>
    public static readonly DiagnosticCode NothingInsideDrop = new(
        "PRUNE4012",
        "No network is inside the accuracy drop"
    );
}
