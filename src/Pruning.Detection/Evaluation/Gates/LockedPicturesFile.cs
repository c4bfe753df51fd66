using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Pruning.Diagnostics;
using Pruning.Storage;

namespace Pruning.Evaluation.Gates;

/// <summary>
/// Reads and writes <c>&lt;project&gt;.pruning.lock.pictures</c>, which stands beside the locked baseline so that the
/// baseline itself stays a page that people review: <see cref="LockedPicturesText"/>, packed with gzip. It comes with a
/// repository, so nothing in it is believed unchecked.
/// </summary>
public static class LockedPicturesFile
{
    private const string Extension = ".pictures";

    // 100 to 300 bytes a picture: room for ten thousand and more. More images leave so little to chance that the slack
    // alone will do.
    private const int MaximumBytes = 4 << 20;
    private const int MaximumCharacters = 64 << 20;

    /// <summary>The file that belongs to a locked baseline's file, whether or not it is there.</summary>
    public static string PathOf(string lockedBaseline) => Path.ChangeExtension(lockedBaseline, null) + Extension;

    /// <summary>The pictures that a locked baseline was measured on.</summary>
    /// <param name="lockedBaseline">The path of its file.</param>
    /// <returns>Null where it keeps none.</returns>
    /// <exception cref="PruneException">
    /// PRUNE8011: it keeps some, and the file is missing, damaged or another one's.
    /// </exception>
    public static ImmutableArray<PictureTally>? Read(string lockedBaseline, LockedBaseline locked)
    {
        if (locked.Pictures is not { } mark)
            return null;
        var path = PathOf(lockedBaseline);
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                throw Unreadable(path, "it is not there");
            if (file.Length > MaximumBytes)
                throw Unreadable(path, $"it has {file.Length:N0} bytes, more than is ever written");
            var packed = File.ReadAllBytes(path);
            if (Hash(packed) is var hash && hash != mark.Sha256)
                throw Unreadable(
                    path,
                    $"its SHA-256 is {hash}, and '{Path.GetFileName(lockedBaseline)}' was accepted with {mark.Sha256}"
                );
            return LockedPicturesText.Read(new StringReader(Unpack(packed)), locked.Images);
        }
        catch (Exception bad) when (bad is FormatException or InvalidDataException)
        {
            throw Unreadable(path, bad.Message.TrimEnd('.'), bad);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, failure.Message.TrimEnd('.'), failure);
        }
    }

    /// <summary>Writes them, in the place of earlier ones; of too many to keep, nothing is left there.</summary>
    /// <param name="content">The split's images and labels as one fingerprint.</param>
    /// <returns>What the baseline says of them; null where they are too many.</returns>
    /// <exception cref="IOException"/>
    /// <exception cref="UnauthorizedAccessException"/>
    public static LockedPicturesMark? Write(
        string lockedBaseline,
        ImmutableArray<PictureTally> pictures,
        string content
    )
    {
        var isMany = pictures.Sum(picture => (long)picture.Confidences.Length) > LockedPicturesText.MostDetections;
        var packed = isMany ? [] : Pack(LockedPicturesText.Write(LockedPictures.Round(pictures)));
        if (isMany || packed.Length > MaximumBytes)
        {
            File.Delete(PathOf(lockedBaseline));
            return null;
        }

        AtomicFile.Write(PathOf(lockedBaseline), packed);
        return new LockedPicturesMark(Hash(packed), content);
    }

    /// <summary>Of pictures whose labels are not those of the images that are measured now.</summary>
    internal static PruneException OtherLabels(string lockedBaseline) =>
        Unreadable(PathOf(lockedBaseline), "its labels are not those of the images that were measured");

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Pack(string text)
    {
        using var target = new MemoryStream();
        using (var packer = new GZipStream(target, CompressionLevel.SmallestSize, leaveOpen: true))
            packer.Write(Encoding.UTF8.GetBytes(text));
        return target.ToArray();
    }

    // A few bytes can unpack to more than memory holds.
    private static string Unpack(byte[] packed)
    {
        using var reader = new StreamReader(
            new GZipStream(new MemoryStream(packed), CompressionMode.Decompress),
            Encoding.UTF8
        );
        var (text, block) = (new StringBuilder(), new char[1 << 16]);
        for (var count = reader.Read(block); count > 0; count = reader.Read(block))
        {
            if (text.Length + count > MaximumCharacters)
                throw new FormatException($"it unpacks to more than {MaximumCharacters:N0} characters");
            text.Append(block, 0, count);
        }

        return text.ToString();
    }

    private static PruneException Unreadable(string path, string why, Exception? cause = null) =>
        new(
            Codes.BaselinePicturesUnreadable,
            $"The locked baseline's pictures, '{Path.GetFileName(path)}', cannot be read: {why}. Without them "
                + $"nobody can tell a worse model from chance, so no model is published. Both files belong together: "
                + $"restore both from version control (or commit the one that was forgotten), or record a new baseline "
                + $"with 'dotnet prune accept'.",
            new SourceLocation(path),
            cause
        );
}
