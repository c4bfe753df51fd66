namespace Pruning.Pipeline.Tuning;

/// <summary>What a search is asked for.</summary>
public sealed record TuningOptions
{
    /// <summary>Trials that begin, the project as it stands included; 2 or more.</summary>
    public int Trials { get; init; } = 18;

    /// <summary>Of how many trials one goes on to a longer training; 2 or more.</summary>
    public int Eta { get; init; } = 3;

    /// <summary>Lengths of training; null for three, or fewer where the first would train less than four epochs.</summary>
    public int? Rungs { get; init; }

    /// <summary>Of the draws.</summary>
    public int Seed { get; init; }

    /// <summary>A yaml with the search space; null for the built-in one.</summary>
    public string? Space { get; init; }

    /// <summary>Where the results go; null for <c>&lt;project&gt;.tuning</c> beside the project.</summary>
    public string? Output { get; init; }
}
