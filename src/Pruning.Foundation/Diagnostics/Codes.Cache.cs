namespace Pruning.Diagnostics;

public static partial class Codes
{
    /// <summary>A stored result's files do not match its manifest.</summary>
    public static readonly DiagnosticCode DamagedEntry = new(
        "PRUNE9001",
        "A stored result is damaged",
        DiagnosticSeverity.Warning
    );

    /// <summary>The cache folder cannot be created, read or written.</summary>
    public static readonly DiagnosticCode CacheNotWritable = new("PRUNE9002", "The cache cannot be written");

    /// <summary>The disk that holds the cache or the output is full.</summary>
    public static readonly DiagnosticCode DiskFull = new("PRUNE9003", "The disk is full");

    /// <summary>Work is needed where the build allows only stored results.</summary>
    public static readonly DiagnosticCode NotCached = new("PRUNE9004", "A result is not in the cache");

    /// <summary>
    /// A stored result that was whole when the build began, and is not when a stage is about to read it.
    /// </summary>
    public static readonly DiagnosticCode DamagedMeanwhile = new(
        "PRUNE9005",
        "A stored result was damaged while the build ran"
    );

    /// <summary>The remote cache does not answer, lets nobody in, or is none.</summary>
    public static readonly DiagnosticCode RemoteCacheUnusable = new(
        "PRUNE9010",
        "The remote cache cannot be used",
        DiagnosticSeverity.Warning
    );

    /// <summary>What the remote cache has under a fingerprint is not what a stage made.</summary>
    public static readonly DiagnosticCode DamagedRemoteEntry = new(
        "PRUNE9011",
        "A result in the remote cache is damaged",
        DiagnosticSeverity.Warning
    );

    /// <summary>The remote cache gives and does not take.</summary>
    public static readonly DiagnosticCode RemoteCacheTakesNothing = new(
        "PRUNE9012",
        "Results cannot be put into the remote cache",
        DiagnosticSeverity.Warning
    );

    /// <summary>A build holds a lock of a cache that is to be cleared.</summary>
    public static readonly DiagnosticCode CacheInUse = new("PRUNE9020", "The cache is in use");
}
