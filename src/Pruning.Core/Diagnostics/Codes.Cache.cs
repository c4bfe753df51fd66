namespace Pruning.Diagnostics;

public static partial class Codes
{
    /// <summary>A stored result's files do not match its manifest.</summary>
    public static readonly DiagnosticCode DamagedEntry = new("PRUNE9001", "A stored result is damaged", DiagnosticSeverity.Warning);

    /// <summary>The cache folder cannot be created, read or written.</summary>
    public static readonly DiagnosticCode CacheNotWritable = new("PRUNE9002", "The cache cannot be written");

    /// <summary>The disk that holds the cache or the output is full.</summary>
    public static readonly DiagnosticCode DiskFull = new("PRUNE9003", "The disk is full");

    /// <summary>Work is needed where the build allows only stored results.</summary>
    public static readonly DiagnosticCode NotCached = new("PRUNE9004", "A result is not in the cache");

    /// <summary>A stored result that was whole when the build began, and is not when a stage is about to read it.</summary>
    public static readonly DiagnosticCode DamagedMeanwhile = new("PRUNE9005", "A stored result was damaged while the build ran");

    /// <summary>A build holds a lock of a cache that is to be cleared.</summary>
    public static readonly DiagnosticCode CacheInUse = new("PRUNE9020", "The cache is in use");
}
