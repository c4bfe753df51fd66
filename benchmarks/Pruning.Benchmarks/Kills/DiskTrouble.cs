namespace Pruning.Benchmarks.Kills;

/// <summary>What becomes of a disk under a build.</summary>
internal enum DiskTrouble
{
    /// <summary>Not a byte is left where results are kept.</summary>
    StoreFull,

    /// <summary>Whatever is opened there from now on cannot be written.</summary>
    StoreReadOnly,

    /// <summary>Not a byte is left in the project's obj.</summary>
    OutputFull,

    /// <summary>Whatever is opened there from now on cannot be written.</summary>
    OutputReadOnly,

    /// <summary>Not a byte is left for temporary files.</summary>
    TemporaryFull,
}
