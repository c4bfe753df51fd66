namespace Pruning.Benchmarks.Kills;

/// <summary>How a remote cache fails those who ask it.</summary>
internal enum RemoteTrouble
{
    /// <summary>The right length and other bytes.</summary>
    WrongBytes,

    /// <summary>Less than was asked for, properly sent.</summary>
    Short,

    /// <summary>More than was asked for.</summary>
    Long,

    /// <summary>A page that asks for a password, with 200.</summary>
    WebPage,

    /// <summary>Bytes that are said to be compressed.</summary>
    Compressed,

    /// <summary>The way to another address.</summary>
    Redirection,

    /// <summary>500.</summary>
    ServerError,

    /// <summary>404 for what was there a moment ago.</summary>
    Gone,

    /// <summary>A byte now and then.</summary>
    Slow,

    /// <summary>Half of it, and the end of the connection.</summary>
    Cut,

    /// <summary>Half of it, and the connection is reset.</summary>
    Reset,

    /// <summary>Half of it, and silence.</summary>
    Silent,

    /// <summary>Nothing is taken.</summary>
    TakesNothing,
}
