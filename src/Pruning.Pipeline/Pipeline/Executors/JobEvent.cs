using System.Text.Json.Serialization;
using Pruning.Pipeline.Store;
using Pruning.Training;

namespace Pruning.Pipeline.Executors;

/// <summary>What a job tells the build that waits for it: a line of JSON each.</summary>
public sealed record JobEvent(JobEventKind Kind)
{
    /// <summary>For people, a line.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    /// <summary>The share of the step that is done, 0 to 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Done { get; init; }

    /// <summary>How far a training is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrainingProgress? Training { get; init; }

    /// <summary>The path of the training's history.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Log { get; init; }

    /// <summary>Why it failed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StoredDiagnostic? Failure { get; init; }
}

/// <summary>The kinds of <see cref="JobEvent"/>.</summary>
public enum JobEventKind
{
    /// <summary>Work goes on.</summary>
    Progress,

    /// <summary>A fact worth keeping.</summary>
    Note,

    /// <summary>It was asked to stop; what it has finished is kept.</summary>
    Stopped,

    /// <summary>The step, or the machine, is at fault; it would be again.</summary>
    Failed,

    /// <summary>The result is in the store.</summary>
    Published,
}
