namespace Pruning.Pipeline.Store.Remote;

/// <summary>
/// What of a remote cache is believable. Its manifests are as long as local ones at most:
/// <see cref="EntryManifest.MaximumBytes"/>.
/// </summary>
internal static class RemoteLimits
{
    /// <summary>
    /// Bytes of a result; the largest networks have half a gigabyte, and a result is one and some logs.
    /// </summary>
    public const long EntryBytes = 8L << 30;

    /// <summary>A transfer that stays below this is given up. A telephone line is faster.</summary>
    public const long SlowestBytesPerSecond = 16 << 10;

    /// <summary>After so many damaged results the cache is left alone.</summary>
    public const int DamagedEntries = 3;
}
