namespace Pruning.Pipeline;

/// <summary>How a step's result came about.</summary>
public enum StageOutcome
{
    /// <summary>It was done in this run.</summary>
    Ran,

    /// <summary>It was in the store.</summary>
    Cached,

    /// <summary>It was in the remote cache, and is in the store now.</summary>
    Fetched,

    /// <summary>The project asks for none of it (0 epochs, no quantization): its input passes through.</summary>
    Skipped,

    /// <summary>It is not in the store, and nothing that had to be done needed it.</summary>
    NotNeeded,
}
