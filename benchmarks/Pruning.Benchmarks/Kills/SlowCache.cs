using Pruning.Testing;

namespace Pruning.Benchmarks.Kills;

/// <summary>A remote cache whose transfers of files take a moment, so that they can be met.</summary>
internal sealed class SlowCache : IDisposable
{
    private const int Milliseconds = 40;

    private readonly LocalCache _cache = new();
    private int _uploads;
    private int _downloads;
    private int _uploading;
    private int _downloading;

    public SlowCache() => _cache.Instead = Delay;

    public Uri Address => _cache.Address;

    /// <summary>The place of a transfer that goes on now; null for none.</summary>
    public string? Now =>
        Volatile.Read(ref _uploading) > 0 ? Places.Upload
        : Volatile.Read(ref _downloading) > 0 ? Places.Download
        : null;

    /// <summary>Transfers that have begun.</summary>
    public int Begun(string place) =>
        place == Places.Upload ? Volatile.Read(ref _uploads) : Volatile.Read(ref _downloads);

    public void Dispose() => _cache.Dispose();

    // A large body is asked about before it comes, and then answered: that is two moments of one transfer.
    private LocalAnswer? Delay(LocalRequest request)
    {
        if (request.Method == "PUT")
            Wait(ref _uploads, ref _uploading);
        else if (request.Method == "GET" && request.Path.Contains("/cas/", StringComparison.Ordinal))
            Wait(ref _downloads, ref _downloading);
        return null;
    }

    private static void Wait(ref int begun, ref int now)
    {
        Interlocked.Increment(ref now);
        Interlocked.Increment(ref begun);
        Thread.Sleep(Milliseconds);
        Interlocked.Decrement(ref now);
    }
}
