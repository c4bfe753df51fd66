namespace Pruning.Pipeline.Status;

/// <summary>Where a build stands.</summary>
public enum RunState
{
    /// <summary>The engine works, or waits for another build that makes what it needs.</summary>
    Running,

    /// <summary>
    /// The engine has done the stages that it was started for; <c>dotnet build</c> starts it again for the next.
    /// </summary>
    BetweenStages,

    /// <summary>All gates passed, and the model is there.</summary>
    Passed,

    /// <summary>A gate failed.</summary>
    GateFailed,

    /// <summary>It ended with an error.</summary>
    Failed,

    /// <summary>Somebody stopped it; what was finished is kept.</summary>
    Stopped,
}
