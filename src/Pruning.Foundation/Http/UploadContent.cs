using System.Net;

namespace Pruning.Http;

/// <summary>
/// A request's body from a stream, told piece by piece so that a server that stops reading is noticed.
/// </summary>
/// <param name="sent">Told the bytes that have gone so far.</param>
internal sealed class UploadContent(Stream source, long length, Action<long> sent) : HttpContent
{
    private const int PieceBytes = 1 << 16;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        var piece = new byte[PieceBytes];
        long total = 0;
        while (await source.ReadAsync(piece, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            await stream.WriteAsync(piece.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            sent(total += count);
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }
}
