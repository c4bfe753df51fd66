using System.Security.Cryptography;
using Pruning.Checkpoints.Official;
using Pruning.Diagnostics;
using Pruning.Pipeline;
using Pruning.Testing;

namespace Pruning.Checkpoints;

public sealed class OfficialWeightsTests : IDisposable
{
    private const string Name = "yolov5s6.pt";
    private static readonly byte[] Content =
    [
        .. "PK\u0003\u0004"u8,
        .. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7)),
    ];
    private static readonly string ContentHash = Convert.ToHexStringLower(SHA256.HashData(Content));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Path => _folder.PathOf("weights/" + Name);

    [Theory]
    [InlineData("yolov5n.pt", true)]
    [InlineData("yolov5x6.pt", true)]
    [InlineData("yolov5t.pt", false)]
    [InlineData("weights/yolov5n.pt", false)]
    [InlineData("../yolov5n.pt", false)]
    [InlineData("yolov5n", false)]
    [InlineData("YOLOv5n.pt", false)]
    public void Only_the_bare_names_of_the_release_are_official(string text, bool official) =>
        Assert.Equal(official, OfficialRelease.Names(text));

    [Fact]
    public void A_file_is_fetched_once_and_its_hash_recorded()
    {
        using var server = Answering($"HTTP/1.1 200 OK\r\nContent-Length: {Content.Length}\r\n\r\n", Content);
        var shares = new List<double?>();
        Assert.Equal(Path, Weights(server).Get(Name, (_, done) => shares.Add(done), default));
        Assert.Equal(Content, File.ReadAllBytes(Path));
        Assert.Equal($"{ContentHash}  {Name}\n", File.ReadAllText(Path + ".sha256"));
        Assert.Equal(1, shares[^1]);
        // The file that is there is not fetched again.
        Assert.Equal(Path, Weights(server).Get(Name, (_, _) => { }, default));
        Assert.Equal($"/v7.0/{Name}", Assert.Single(server.Requests).Path);
        Assert.Equal(2, Directory.GetFiles(_folder.PathOf("weights")).Length);
    }

    [Fact]
    public void A_file_that_changed_since_it_came_is_refused()
    {
        using var server = Answering($"HTTP/1.1 200 OK\r\nContent-Length: {Content.Length}\r\n\r\n", Content);
        Weights(server).Get(Name, (_, _) => { }, default);
        File.AppendAllText(Path, "x");
        var refusal = Assert.Throws<PruneException>(() => Weights(server).Get(Name, (_, _) => { }, default));
        Assert.Equal(Codes.OfficialWeightsDiffer, refusal.Code);
        Assert.Contains(ContentHash, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_known_hash_must_be_met_by_what_comes_and_by_what_is_there()
    {
        using var server = Answering($"HTTP/1.1 200 OK\r\nContent-Length: {Content.Length}\r\n\r\n", Content);
        var weights = new OfficialWeights(_folder.PathOf("weights"), AddressOf(server), _ => new string('0', 64));
        var refusal = Assert.Throws<PruneException>(() => weights.Get(Name, (_, _) => { }, default));
        Assert.Equal(Codes.OfficialWeightsDiffer, refusal.Code);
        Assert.Contains(ContentHash, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.PathOf("weights")));

        _folder.Write("weights/" + Name, "another model");
        Assert.Equal(
            Codes.OfficialWeightsDiffer,
            Assert.Throws<PruneException>(() => weights.Get(Name, (_, _) => { }, default)).Code
        );
        Assert.Equal(
            Path,
            new OfficialWeights(_folder.PathOf("weights"), AddressOf(server), _ =>
                Convert.ToHexStringLower(SHA256.HashData("another model"u8))
            ).Get(Name, (_, _) => { }, default)
        );
    }

    [Fact]
    public void A_store_that_cannot_keep_the_hash_is_said_so()
    {
        _folder.Write("weights/" + Name, "weights");
        Directory.CreateDirectory(Path + ".sha256");
        var refusal = Assert.Throws<PruneException>(() =>
            new OfficialWeights(_folder.PathOf("weights")).Get(Name, (_, _) => { }, default)
        );
        Assert.Equal(Codes.OfficialWeightsUnavailable, refusal.Code);
        Assert.Contains("cannot be checked", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 0, "404")]
    [InlineData("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", 0, "503")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 300004\r\n\r\n", 1000, "ended before")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFF\r\n", 1000, "ended before")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 400001\r\n\r\n", 1000, "400001")]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<html>sign in</html>", 0, "no PyTorch file")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /v7.0/again\r\nContent-Length: 0\r\n\r\n", 0, "")]
    [InlineData("", 0, "")]
    public void What_goes_wrong_says_where_to_get_the_file_and_where_to_put_it(string answer, int bytes, string reason)
    {
        using var server = Answering(answer, Content[..bytes]);
        var refusal = Assert.Throws<PruneException>(() => Weights(server).Get(Name, (_, _) => { }, default));
        Assert.Equal(Codes.OfficialWeightsUnavailable, refusal.Code);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"{AddressOf(server)}{Name}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(Path, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.PathOf("weights")));
    }

    [Fact]
    public void A_file_without_an_end_stops_at_the_limit()
    {
        using var server = Answering("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", [.. Content, .. Content]);
        var refusal = Assert.Throws<PruneException>(() => Weights(server).Get(Name, (_, _) => { }, default));
        Assert.Contains("beyond 400000 bytes", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.PathOf("weights")));
    }

    [Fact]
    public void Nobody_there_is_said_as_such()
    {
        using var server = Answering("");
        server.Dispose();
        var refusal = Assert.Throws<PruneException>(() => Weights(server).Get(Name, (_, _) => { }, default));
        Assert.Equal(Codes.OfficialWeightsUnavailable, refusal.Code);
        Assert.Contains("no connection", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_silent_server_is_not_waited_for()
    {
        using var server = Answering($"HTTP/1.1 200 OK\r\nContent-Length: {Content.Length}\r\n\r\nPK", hangs: true);
        var weights = new OfficialWeights(_folder.PathOf("weights"), AddressOf(server))
        {
            Limits = new DownloadLimits(400_000) { Silence = TimeSpan.FromMilliseconds(200) },
        };
        Assert.Contains(
            "silent",
            Assert.Throws<PruneException>(() => weights.Get(Name, (_, _) => { }, default)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Stopping_leaves_nothing_behind()
    {
        using var server = Answering($"HTTP/1.1 200 OK\r\nContent-Length: {Content.Length}\r\n\r\nPK", hangs: true);
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Weights(server).Get(Name, (_, done) => Cancel(done, stop), stop.Token)
        );
        Assert.Empty(Directory.GetFiles(_folder.PathOf("weights")));
    }

    private static void Cancel(double? done, CancellationTokenSource stop)
    {
        if (done > 0)
            stop.Cancel();
    }

    private static LocalServer Answering(string head, byte[]? body = null, bool hangs = false) =>
        new(_ => LocalAnswer.Raw(head, body) with { Closes = !hangs, Hangs = hangs });

    private static Uri AddressOf(LocalServer server) => new(server.Address, "v7.0/");

    private OfficialWeights Weights(LocalServer server) =>
        new(_folder.PathOf("weights"), AddressOf(server)) { Limits = new DownloadLimits(400_000) };
}
