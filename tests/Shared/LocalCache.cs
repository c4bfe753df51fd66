using System.Collections.Concurrent;

namespace Pruning.Testing;

/// <summary>A cache over HTTP GET, HEAD and PUT in memory, on the loopback.</summary>
internal sealed class LocalCache : IDisposable
{
    private readonly LocalServer _server;

    public LocalCache() =>
        _server = new LocalServer(request => Instead(request) ?? Answer(request))
        {
            BeforeBody = request => Instead(request),
        };

    public Uri Address => new(_server.Address, "team/");

    /// <summary>What lies there, by path without the address.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>What is answered instead of what a cache would; null for that.</summary>
    public Func<LocalRequest, LocalAnswer?> Instead { get; set; } = _ => null;

    public IReadOnlyList<LocalRequest> Requests => _server.Requests;

    public int Connections => _server.Connections;

    public void Dispose() => _server.Dispose();

    private LocalAnswer Answer(LocalRequest request)
    {
        var path = request.Path[Address.AbsolutePath.Length..];
        switch (request.Method)
        {
            case "PUT":
                Files[path] = request.Body;
                return LocalAnswer.Of(201);
            case "GET" or "HEAD":
                return Files.TryGetValue(path, out var file)
                    ? LocalAnswer.Of(200, file, isHead: request.Method == "HEAD")
                    : LocalAnswer.Of(404);
            default:
                return LocalAnswer.Of(405);
        }
    }
}
