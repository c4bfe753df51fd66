using Microsoft.Win32.SafeHandles;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Storage;

namespace Pruning.Data;

/// <summary>
/// Decoded images in one nameless file, as long as a training runs: nobody else can change it, and nothing is left when
/// the process ends, however it ends. Where the disk fails, it says so once and keeps no more. Safe for several
/// threads.
/// </summary>
/// <param name="open">Makes the file, when first needed.</param>
/// <param name="count">Images.</param>
/// <param name="budgetBytes">The file's length at most.</param>
internal sealed class ImageDiskCache(
    Func<SafeFileHandle> open,
    int count,
    long budgetBytes,
    IDiagnosticSink? diagnostics
) : IDisposable
{
    private readonly Slot?[] _slots = new Slot?[count];
    private readonly Lock _gate = new();
    private SafeFileHandle? _file;
    private long _end;
    private bool _failed;

    /// <summary>In a folder, which is made where it is missing.</summary>
    public static ImageDiskCache In(string folder, int count, long budgetBytes, IDiagnosticSink? diagnostics) =>
        new(() => OpenNameless(folder), count, budgetBytes, diagnostics);

    /// <summary>Null where it is not kept.</summary>
    /// <param name="buffer">The image is in it.</param>
    public ImageCache.CachedImage? TryRead(int index, PictureBuffer buffer)
    {
        if (Volatile.Read(ref _slots[index]) is not { IsWritten: true } slot || _failed)
            return null;
        var image = buffer.Take(slot.Fitted);
        try
        {
            for (var done = 0; done < image.Pixels.Length; )
            {
                var read = RandomAccess.Read(_file!, image.Pixels[done..], slot.Offset + done);
                if (read == 0)
                    throw new EndOfStreamException("the file of decoded images is shorter than it was");
                done += read;
            }

            return new ImageCache.CachedImage(image, slot.Original);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fail(exception);
            return null;
        }
    }

    public void Keep(int index, ImageCache.CachedImage image)
    {
        try
        {
            if (Reserve(index, image) is not { } slot)
                return;
            Volatile.Write(
                ref _slots[index],
                OversizeFile.Tell("the file of decoded images", () => Write(slot, image))
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fail(exception);
        }
    }

    public void Dispose() => _file?.Dispose();

    private Slot Write(Slot slot, ImageCache.CachedImage image)
    {
        RandomAccess.Write(_file!, image.Fitted.Pixels, slot.Offset);
        return slot with { IsWritten = true };
    }

    /// <summary>A place in the file for an image that has none; null where there is none left.</summary>
    private Slot? Reserve(int index, ImageCache.CachedImage image)
    {
        lock (_gate)
        {
            if (_failed || _slots[index] is not null || _end + image.Fitted.Pixels.Length > budgetBytes)
                return null;
            _file ??= open();
            var slot = new Slot(_end, image.Fitted.Size, image.Original, IsWritten: false);
            _end += image.Fitted.Pixels.Length;
            return _slots[index] = slot;
        }
    }

    private void Fail(Exception exception)
    {
        lock (_gate)
        {
            if (_failed)
                return;
            _failed = true;
        }

        diagnostics?.Report(
            PruneDiagnostic.Of(
                Codes.ImageCacheFailed,
                $"Decoded images cannot be kept on disk: {exception.Message} Training goes on and decodes them "
                    + $"anew each time, which is slower and gives the same result. Make room, or set ImageCacheDisk to "
                    + $"0."
            )
        );
    }

    private static SafeFileHandle OpenNameless(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"decoded-{Guid.NewGuid():N}.tmp");
        var file = File.OpenHandle(
            path,
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.Delete,
            FileOptions.DeleteOnClose | FileOptions.RandomAccess
        );
        // Unix keeps an open file without its name; Windows removes it when the process ends.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }

    private sealed record Slot(long Offset, Extent Fitted, Extent Original, bool IsWritten);
}
