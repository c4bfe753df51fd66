using System.Net;
using Pruning.Http;

namespace Pruning.Checkpoints.Official;

/// <summary>
/// Fetches one file over HTTP(S), within limits. A secure address is never left for an insecure one; the system's proxy
/// settings apply.
/// </summary>
internal static class Download
{
    private const int MostRedirections = 8;

    /// <param name="progress">Told the share that is done, where the server says how much there is.</param>
    /// <exception cref="DownloadException">It did not come, not whole, or is too large.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static void Into(
        Stream target,
        Uri source,
        DownloadLimits limits,
        Action<double?> progress,
        CancellationToken cancellation
    ) => IntoAsync(target, source, limits, progress, cancellation).GetAwaiter().GetResult();

    private static async Task IntoAsync(
        Stream target,
        Uri source,
        DownloadLimits limits,
        Action<double?> progress,
        CancellationToken cancellation
    )
    {
        using var handler = new SocketsHttpHandler { MaxAutomaticRedirections = MostRedirections };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Pruning.Build");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            patience.CancelAfter(limits.Answer);
            using var response = await client
                .GetAsync(source, HttpCompletionOption.ResponseHeadersRead, patience.Token)
                .ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
                throw new DownloadException(
                    $"the server answers {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd()
                );
            await CopyAsync(target, response, limits, progress, patience).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DownloadException(
                $"the server was silent for "
                    + $"{Math.Max(limits.Answer.TotalSeconds, limits.Silence.TotalSeconds):0.#} seconds"
            );
        }
        catch (HttpRequestException failure)
        {
            throw new DownloadException(HttpFailure.ReasonOf(failure), failure);
        }
        catch (HttpIOException failure)
        {
            throw new DownloadException("the connection ended before the file did", failure);
        }
    }

    private static async Task CopyAsync(
        Stream target,
        HttpResponseMessage response,
        DownloadLimits limits,
        Action<double?> progress,
        CancellationTokenSource patience
    )
    {
        var announced = response.Content.Headers.ContentLength;
        if (announced > limits.Bytes)
            throw new DownloadException(
                $"the file is said to be {announced} bytes, and the largest official one has {limits.Bytes} at most"
            );
        var content = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            var buffer = new byte[1 << 17];
            long total = 0;
            while (true)
            {
                patience.CancelAfter(limits.Silence);
                var count = await content.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
                if (count == 0)
                    break;
                total += count;
                if (total > limits.Bytes)
                    throw new DownloadException($"the file goes on beyond {limits.Bytes} bytes");
                await target.WriteAsync(buffer.AsMemory(0, count), patience.Token).ConfigureAwait(false);
                progress(announced is > 0 ? (double)total / announced.Value : null);
            }

            if (announced is { } whole && total != whole)
                throw new DownloadException($"{total} of {whole} bytes came");
        }
    }
}
