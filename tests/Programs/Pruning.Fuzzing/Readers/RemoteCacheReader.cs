using Pruning.Diagnostics;
using Pruning.Pipeline;
using Pruning.Pipeline.Store;
using Pruning.Pipeline.Store.Remote;

namespace Pruning.Fuzzing.Readers;

/// <summary>
/// What a remote cache answers: the bytes of its answer to the question for a manifest, a line <c>====</c>, and those
/// of its answer to all further questions. A store of its own takes what comes.
/// </summary>
internal sealed class RemoteCacheReader()
    : Reader("remote", "Pruning.Pipeline.Store.Remote.", "Pruning.Http.", "Pruning.Pipeline.Store.EntryManifest")
{
    public const string Stage = "train";

    private static readonly Lazy<RawServer> Server = new(() => new RawServer());

    public static Fingerprint Fingerprint { get; } = new(new string('a', 64));

    public override IReadOnlyList<Type> Refusals =>
        [typeof(RemoteCacheException), typeof(RemoteDamageException), typeof(RemoteRefusalException)];

    public override IReadOnlyList<string> Words =>
        [
            "HTTP/1.1 ",
            "HTTP/1.0 ",
            "HTTP/2 ",
            "100 Continue\r\n\r\n",
            "Content-Length: ",
            "Transfer-Encoding: chunked\r\n",
            "Content-Encoding: gzip\r\n",
            "Content-Type: ",
            "Location: ",
            "Connection: close\r\n",
            "\r\n",
            "\r\n\r\n",
            "ffffffff\r\n",
            "0\r\n\r\n",
            "Set-Cookie: a=b\r\n",
            "\n====\n",
        ];

    public override string? Read(byte[] input, string folder)
    {
        Server.Value.Say(input);
        using var connection = new RemoteConnection(Server.Value.Address, TimeSpan.FromSeconds(2), null);
        var entries = new RemoteEntries(connection);
        if (entries.Find(Fingerprint, Stage, CancellationToken.None) is not { } manifest)
            return null;
        var root = Path.Combine(folder, "store");
        var entry = entries.Fetch(
            manifest,
            new StageStore(root, new DiagnosticList()),
            _ => { },
            CancellationToken.None
        );
        var read = $"{manifest.Outputs.Length} {entry?.Manifest.Seal}";
        if (Directory.Exists(root))
            Directory.Delete(root, recursive: true);
        return read;
    }
}
