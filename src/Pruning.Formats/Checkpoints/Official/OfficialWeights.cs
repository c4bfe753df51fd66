using Pruning.Diagnostics;
using Pruning.Graphs.Import;
using Pruning.Storage;

namespace Pruning.Checkpoints.Official;

/// <summary>
/// YOLOv5's official weights by name: from the store, or fetched into it from the release. What is fetched must have
/// the SHA-256 that is known; where none is known, the one that it has is written beside it. Either way, every later
/// read checks the file against it.
/// </summary>
/// <param name="folder">Where files are kept: <c>weights</c> in the cache.</param>
/// <param name="address">Of the release's files; null for the official one.</param>
/// <param name="hashOf">A file's known SHA-256; null for what <see cref="OfficialRelease"/> knows.</param>
public sealed class OfficialWeights(string folder, Uri? address = null, Func<string, string?>? hashOf = null)
{
    private readonly Uri _address = address ?? OfficialRelease.Address;
    private readonly Func<string, string?> _hashOf = hashOf ?? OfficialRelease.HashOf;

    /// <summary>The time-outs and sizes of fetching.</summary>
    public DownloadLimits Limits { get; init; } = new(OfficialRelease.LargestFile);

    /// <summary>The folder of a cache.</summary>
    public static OfficialWeights In(string cache) => new(Path.Combine(cache, "weights", OfficialRelease.Version));

    /// <summary>The path of a file, which is fetched first where it is not there.</summary>
    /// <param name="name">One that <see cref="OfficialRelease.Names"/>.</param>
    /// <param name="progress">Told what is fetched, and the share that is done where it is known.</param>
    /// <exception cref="PruneException">
    /// PRUNE1018: it cannot be fetched or kept. PRUNE1019: it is not the file that it should be.
    /// </exception>
    /// <exception cref="OperationCanceledException">Stopped; nothing is left behind.</exception>
    public string Get(string name, Action<string, double?> progress, CancellationToken cancellation)
    {
        if (!OfficialRelease.Names(name))
            throw new ArgumentException($"'{name}' is not an official file.", nameof(name));
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
            Fetch(name, path, progress, cancellation);
        try
        {
            Verify(name, path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PruneException(
                Codes.OfficialWeightsUnavailable,
                $"The official weights '{name}' are in '{folder}', and cannot be checked: "
                    + $"{failure.Message.TrimEnd('.')}. Whether they are what they should be is not known. Give "
                    + $"yourself the right to read and write there, or give the path of a copy.",
                new SourceLocation(path),
                failure
            );
        }

        return path;
    }

    private void Fetch(string name, string path, Action<string, double?> progress, CancellationToken cancellation)
    {
        var source = new Uri(_address, name);
        try
        {
            progress($"fetching {source}", 0);
            AtomicFile.Write(path, stream =>
            {
                Download.Into(stream, source, Limits, done => progress($"fetching {source}", done), cancellation);
                RequireCheckpoint(stream);
                stream.Position = 0;
                if (_hashOf(name) is { } known && FileHashes.Compute(stream) is var got && got != known)
                    throw Differs(
                        name,
                        $"what {source} gave has the SHA-256 {got}, and the official file {known}",
                        "It was not kept. A proxy or mirror may have altered it: fetch it another way, and "
                            + "compare the SHA-256"
                    );
            });
        }
        catch (Exception failure) when (failure is DownloadException or IOException or UnauthorizedAccessException)
        {
            throw new PruneException(
                Codes.OfficialWeightsUnavailable,
                $"The official weights '{name}' are not on disk, and cannot be fetched: "
                    + $"{failure.Message.TrimEnd('.')}. There is nothing to start from. Fetch {source} on a machine "
                    + $"that can, and put the file at '{path}' or beside the project.",
                new SourceLocation(path),
                failure
            );
        }
    }

    private void Verify(string name, string path)
    {
        var record = $"{path}.sha256";
        var got = FileHashes.Compute(path);
        if (_hashOf(name) is { } known)
        {
            if (got != known)
                throw Differs(
                    name,
                    $"'{path}' has the SHA-256 {got}, and the official file {known}",
                    "Delete it to have it fetched again, or, if it is a model of your own, give it another name "
                        + "and use its path"
                );
        }
        else if (!File.Exists(record))
        {
            AtomicFile.Write(record, $"{got}  {name}\n");
        }
        else if (File.ReadAllText(record).Split(' ')[0].Trim() is var recorded && recorded != got)
        {
            throw Differs(
                name,
                $"'{path}' has the SHA-256 {got}, and had '{CheckpointErrors.Quote(recorded)}' when it came",
                $"Delete it and '{Path.GetFileName(record)}' to have it fetched again"
            );
        }
    }

    /// <summary>
    /// A page of a proxy or a captive network is no weights, and its hash shall not be recorded as theirs.
    /// </summary>
    private static void RequireCheckpoint(FileStream stream)
    {
        Span<byte> head = stackalloc byte[4];
        stream.Position = 0;
        if (
            stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length
            || !head.SequenceEqual("PK\u0003\u0004"u8)
        )
            throw new DownloadException("what came is no PyTorch file but something else, such as a page of a proxy");
    }

    private static PruneException Differs(string name, string what, string advice) =>
        new(
            Codes.OfficialWeightsDiffer,
            $"The official weights '{name}' are not what they should be: {what}. Training would start from "
                + $"another model than its name says. {advice}."
        );
}
