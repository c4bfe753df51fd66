using System.Net;
using System.Net.Http.Headers;
using Pruning.Http;
using Pruning.Pipeline.Options;

namespace Pruning.Pipeline.Store.Remote;

/// <summary>
/// Plain HTTP GET, HEAD and PUT below one address, one request after another. The system's proxy settings apply.
/// Nothing else is negotiated: no redirection is followed, which could lead credentials or trust to another host;
/// nothing is decompressed, so that nothing is longer than it is said to be; no cookies. Each request is bounded in
/// time and size.
/// </summary>
internal sealed class RemoteConnection : IDisposable
{
    // A server that would refuse a large body (no right, too large) says so before it is sent; small ones are not worth
    // the round trip.
    private const long AskBeforeBytes = 64 << 10;

    // Stages work for hours between two requests, and servers close idle connections after a minute or so.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    private readonly HttpClient _client;
    private readonly TimeSpan _timeout;

    public RemoteConnection(Uri address, TimeSpan timeout, AuthenticationHeaderValue? authorization)
    {
        _timeout = timeout;
        _client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                UseCookies = false,
                ConnectTimeout = timeout,
                PooledConnectionIdleTimeout = Idle,
            }
        )
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("Pruning.Build");
        _client.DefaultRequestHeaders.Authorization = authorization;
    }

    public void Dispose() => _client.Dispose();

    /// <summary>A small file as a whole; null where there is none.</summary>
    /// <exception cref="RemoteDamageException">It is larger than <paramref name="most"/> bytes.</exception>
    public byte[]? Get(string path, int most, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        return Exchange(
            HttpMethod.Get,
            path,
            0,
            null,
            (response, patience) => Receive(response, body, null, most, _ => { }, patience),
            cancellation
        )
            ? body.ToArray()
            : null;
    }

    /// <summary>A file of a known size.</summary>
    /// <param name="received">Told the bytes that have come so far.</param>
    /// <returns>False where there is none.</returns>
    /// <exception cref="RemoteDamageException">It has another size.</exception>
    public bool Get(string path, Stream target, long size, Action<long> received, CancellationToken cancellation) =>
        Exchange(
            HttpMethod.Get,
            path,
            size,
            null,
            (response, patience) => Receive(response, target, size, size, received, patience),
            cancellation
        );

    /// <summary>Whether there is a file of that size, as far as the server can tell.</summary>
    public bool Has(string path, long size, CancellationToken cancellation) =>
        Exchange(
            HttpMethod.Head,
            path,
            0,
            null,
            (response, _) =>
                Task.FromResult(response.IsSuccessStatusCode && response.Content.Headers.ContentLength == size),
            cancellation
        );

    /// <exception cref="RemoteRefusalException">The server does not take it.</exception>
    public void Put(string path, Stream source, long size, Action<long> sent, CancellationToken cancellation) =>
        Exchange(HttpMethod.Put, path, size, patience => new UploadContent(source, size, bytes =>
            {
                patience.Renew();
                sent(bytes);
            }), (response, _) => response.IsSuccessStatusCode ? Task.FromResult(true) : throw new RemoteRefusalException(Answer(response)), cancellation);

    private T Exchange<T>(
        HttpMethod method,
        string path,
        long bytes,
        Func<Patience, HttpContent>? content,
        Func<HttpResponseMessage, Patience, Task<T>> read,
        CancellationToken cancellation
    ) => ExchangeAsync(method, path, bytes, content, read, cancellation).GetAwaiter().GetResult();

    private async Task<T> ExchangeAsync<T>(
        HttpMethod method,
        string path,
        long bytes,
        Func<Patience, HttpContent>? content,
        Func<HttpResponseMessage, Patience, Task<T>> read,
        CancellationToken cancellation
    )
    {
        using var patience = new Patience(
            _timeout,
            _timeout + TimeSpan.FromSeconds((double)bytes / RemoteLimits.SlowestBytesPerSecond),
            cancellation
        );
        using var request = new HttpRequestMessage(method, path) { Content = content?.Invoke(patience) };
        // What proxies on the way remember of missing results is old soon; whole files never change.
        request.Headers.CacheControl = new CacheControlHeaderValue { NoCache = bytes == 0 };
        request.Headers.ExpectContinue = request.Content is not null && bytes > AskBeforeBytes;
        try
        {
            using var response = await _client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token)
                .ConfigureAwait(false);
            patience.Renew();
            return await read(response, patience).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new RemoteCacheException(
                bytes > 0 && patience.IsExhausted
                    ? $"it is slower than {RemoteLimits.SlowestBytesPerSecond >> 10} KiB a second"
                    : $"it was silent for {_timeout.TotalSeconds:0.#} seconds (PruningRemoteCacheTimeout)"
            );
        }
        catch (HttpRequestException failure)
        {
            throw new RemoteCacheException(HttpFailure.ReasonOf(failure), failure);
        }
    }

    private static async Task<bool> Receive(
        HttpResponseMessage response,
        Stream target,
        long? size,
        long most,
        Action<long> received,
        Patience patience
    )
    {
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            return false;
        if (response.StatusCode != HttpStatusCode.OK)
            throw new RemoteCacheException(Answer(response));
        RequireFile(response.Content.Headers, size, most);
        var content = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            var piece = new byte[1 << 16];
            long total = 0;
            while (await Read(content, piece, patience).ConfigureAwait(false) is > 0 and var count)
            {
                patience.Renew();
                if ((total += count) > most)
                    throw new RemoteDamageException($"it goes on beyond {most} bytes");
                await target.WriteAsync(piece.AsMemory(0, count), patience.Token).ConfigureAwait(false);
                received(total);
            }

            return size is not { } whole || total == whole
                ? true
                : throw new RemoteDamageException($"it has {total} bytes instead of {whole}");
        }
    }

    private static void RequireFile(HttpContentHeaders headers, long? size, long most)
    {
        // A sign-in page, or a proxy that is sorry: they come with 200.
        if (headers.ContentType?.MediaType == "text/html")
            throw new RemoteCacheException("it answers with a web page instead of a file");
        if (headers.ContentEncoding.Count > 0)
            throw new RemoteDamageException("it comes compressed, which was not asked for");
        if (headers.ContentLength is { } announced && (announced > most || (size is not null && announced != size)))
            throw new RemoteDamageException(
                $"it has {announced} bytes {(size is null ? $"and {most} are the limit" : $"instead of {size}")}"
            );
    }

    // Only what the network does is the cache's failure; writing what came is the disk's.
    private static async Task<int> Read(Stream content, byte[] piece, Patience patience)
    {
        try
        {
            return await content.ReadAsync(piece, patience.Token).ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            throw new RemoteCacheException("the connection ended before the file did", failure);
        }
    }

    // The server's own words are left out: they may be anything.
    private static string Answer(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var meaning = status switch
        {
            >= 300 and < 400 when response.Headers.Location is { IsAbsoluteUri: true } elsewhere =>
                $"it redirects to {elsewhere.Scheme}://{elsewhere.Authority}, which is not followed",
            401 or 403 or 407 =>
                $"access is denied; put the credentials into {RemoteCacheOptions.AuthorizationVariable}",
            405 or 501 => "it does not take this method",
            413 => "too large for the server; nginx: client_max_body_size",
            507 => "its disk is full",
            _ => Enum.IsDefined(response.StatusCode) ? response.StatusCode.ToString() : "",
        };
        return meaning.Length > 0 ? $"it answers {status} ({meaning})" : $"it answers {status}";
    }
}
