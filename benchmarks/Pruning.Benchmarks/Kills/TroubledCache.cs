using Pruning.Testing;

namespace Pruning.Benchmarks.Kills;

/// <summary>A remote cache that works, and fails some of those who ask it when it is told to.</summary>
internal sealed class TroubledCache : IDisposable
{
    private readonly LocalCache _cache = new();
    private readonly Random _random;
    private readonly Lock _drawing = new();
    private RemoteTrouble? _trouble;
    private double _share;

    public TroubledCache(Random random)
    {
        _random = random;
        _cache.Instead = Answer;
    }

    public Uri Address => _cache.Address;

    /// <summary>How many requests were failed.</summary>
    public int Failed { get; private set; }

    /// <param name="trouble">Null: it works.</param>
    /// <param name="share">Of the requests that are failed.</param>
    public void Be(RemoteTrouble? trouble, double share)
    {
        lock (_drawing)
            (_trouble, _share, Failed) = (trouble, share, 0);
    }

    /// <summary>It has nothing any more.</summary>
    public void Forget() => _cache.Files.Clear();

    public void Dispose() => _cache.Dispose();

    private LocalAnswer? Answer(LocalRequest request)
    {
        lock (_drawing)
        {
            if (
                _trouble is not { } trouble
                || (trouble == RemoteTrouble.TakesNothing) != (request.Method == "PUT")
                || _random.NextDouble() >= _share
            )
                return null;
            // What it has not, it cannot distort.
            var there = _cache.Files.GetValueOrDefault(request.Path[_cache.Address.AbsolutePath.Length..]);
            if (
                there is null
                && trouble
                    is not (
                        RemoteTrouble.WebPage
                        or RemoteTrouble.Redirection
                        or RemoteTrouble.ServerError
                        or RemoteTrouble.TakesNothing
                    )
            )
                return null;
            Failed++;
            return Distorted(trouble, there ?? [], request.Method == "HEAD");
        }
    }

    private LocalAnswer Distorted(RemoteTrouble trouble, byte[] file, bool isHead)
    {
        var half = file[..(file.Length / 2)];
        var head = $"HTTP/1.1 200 OK\r\nContent-Length: {file.Length}\r\n\r\n";
        return trouble switch
        {
            RemoteTrouble.WrongBytes => LocalAnswer.Of(200, Flipped(file), isHead: isHead),
            RemoteTrouble.Short => LocalAnswer.Of(200, half, isHead: isHead),
            RemoteTrouble.Long => LocalAnswer.Of(200, [.. file, .. half, 0], isHead: isHead),
            RemoteTrouble.WebPage => LocalAnswer.Of(
                200,
                "<html>Who are you?</html>"u8.ToArray(),
                "Content-Type: text/html\r\n",
                isHead
            ),
            RemoteTrouble.Compressed => LocalAnswer.Of(200, Flipped(file), "Content-Encoding: gzip\r\n", isHead),
            RemoteTrouble.Redirection => LocalAnswer.Of(302, [], "Location: http://other.example/\r\n", isHead),
            RemoteTrouble.ServerError => LocalAnswer.Of(500, isHead: isHead),
            RemoteTrouble.Gone => LocalAnswer.Of(404, isHead: isHead),
            RemoteTrouble.Slow => LocalAnswer.Raw(head) with { Drips = isHead ? [] : file },
            RemoteTrouble.Cut => LocalAnswer.Raw(head, isHead ? [] : half),
            RemoteTrouble.Reset => LocalAnswer.Raw(head, isHead ? [] : half) with { Resets = true },
            RemoteTrouble.Silent => LocalAnswer.Silence(head),
            RemoteTrouble.TakesNothing => LocalAnswer.Of(507),
            _ => throw new ArgumentOutOfRangeException(nameof(trouble), trouble, null),
        };
    }

    private byte[] Flipped(byte[] file)
    {
        var other = file.ToArray();
        if (other.Length > 0)
            other[_random.Next(other.Length)] ^= 1;
        return other;
    }
}
