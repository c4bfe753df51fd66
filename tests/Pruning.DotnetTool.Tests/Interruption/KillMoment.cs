namespace Pruning.DotnetTool.Interruption;

/// <summary>What a build is doing when it is killed, told by the files that come and go.</summary>
internal enum KillMoment
{
    /// <summary>The stage has just begun.</summary>
    Begun,

    /// <summary>A checkpoint is being written beside the one before.</summary>
    WritingCheckpoint,

    /// <summary>A checkpoint has just been replaced.</summary>
    CheckpointKept,

    /// <summary>The result's files are there, and what vouches for them is being written.</summary>
    Sealing,

    /// <summary>The result has just got its name.</summary>
    Published,

    /// <summary>Reports and model are being written for the build.</summary>
    WritingOutput,
}
