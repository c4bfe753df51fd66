using System.Net;
using System.Net.Sockets;
using System.Text;
using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Store.Remote;
using Pruning.Testing;

namespace Pruning.Pipeline.Remote;

/// <summary>
/// The cache does not answer, lets nobody in, or takes nothing: one warning, a local build, and no waiting.
/// </summary>
public sealed class RemoteFailureTests : IDisposable
{
    private const string Everything = "RRRRRRR";

    private readonly LocalCache _remote = new();

    public void Dispose() => _remote.Dispose();

    public static TheoryData<string, string> Failures =>
        new()
        {
            { "HTTP/1.1 401 Nope\r\nContent-Length: 0\r\n\r\n", RemoteCacheOptions.AuthorizationVariable },
            { "HTTP/1.1 403 Nope\r\nContent-Length: 0\r\n\r\n", "403" },
            { "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", "500" },
            { "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", "503" },
            { "HTTP/1.1 204 None\r\n\r\n", "204" },
            { "HTTP/1.1 206 Part\r\nContent-Length: 0\r\n\r\n", "206" },
            {
                "HTTP/1.1 302 Found\r\nLocation: "
                    + "http://user:secret@other.example/x?token=secret\r\nContent-Length: 0\r\n\r\n",
                "redirects to http://other.example"
            },
            { "HTTP/1.1 301 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n", "301" },
            { "HTTP/1.1 307 Found\r\nLocation: /team/elsewhere\r\nContent-Length: 0\r\n\r\n", "307" },
            {
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 6\r\n\r\n<html>",
                "web page"
            },
            { "HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n{", "ended before" },
            { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFF\r\n{", "ended before" },
            { "SSH-2.0-OpenSSH_9.2\r\n", "" },
            { "", "" },
        };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_cache_that_does_not_work_is_one_warning_and_is_asked_no_more(string answer, string says)
    {
        _remote.Instead = _ => LocalAnswer.Raw(answer);
        using var machine = Machine(push: true);
        Assert.Equal(Everything, machine.Run());
        var warning = Assert.Single(machine.Warnings);
        Assert.Equal(
            (Codes.RemoteCacheUnusable, DiagnosticSeverity.Warning, 4),
            (warning.Code, warning.Severity, warning.Location!.Value.Line)
        );
        Assert.Contains(says, warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", warning.Message, StringComparison.Ordinal);
        // A connection that ends without a word is tried again by the system itself.
        Assert.Single(_remote.Requests.Select(request => request.Path).Distinct());
    }

    [Fact]
    public void Nobody_there_is_one_warning_the_same_at_each_start()
    {
        _remote.Dispose();
        using var machine = Machine(push: true);
        Assert.Equal("RR", machine.Run(target: StageKind.Train));
        Assert.Equal("CCRRRRR", machine.Run());
        Assert.Equal(2, machine.Warnings.Count);
        Assert.Equal(machine.Warnings[0], machine.Warnings[1]);
        Assert.Contains("no connection", machine.Warnings[0].Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Silences =>
        ["", "HTTP/1.1 200 OK\r\nContent-Len", "HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n{"];

    [Theory]
    [MemberData(nameof(Silences))]
    public void A_silent_cache_costs_the_time_out_once(string head)
    {
        _remote.Instead = _ => LocalAnswer.Silence(head);
        using var machine = new RemoteMachine(_remote.Address) { Push = true, Timeout = TimeSpan.FromSeconds(0.3) };
        Assert.Equal(Everything, machine.Run());
        Assert.Contains("silent for 0.3 seconds", Assert.Single(machine.Warnings).Message, StringComparison.Ordinal);
        Assert.Single(_remote.Requests);
    }

    [Fact]
    public void Nobody_who_even_refuses_costs_the_time_out_once()
    {
        // A listener that accepts nobody once its queue is full, as an address behind a dropping firewall.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(1);
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        var waiting = Enumerable.Range(0, 8).Select(_ => new TcpClient()).ToList();
        waiting.ForEach(client => _ = client.ConnectAsync(IPAddress.Loopback, address.Port));
        using var machine = new RemoteMachine(address) { Timeout = TimeSpan.FromSeconds(0.3) };
        Assert.Equal(Everything, machine.Run());
        Assert.Equal(Codes.RemoteCacheUnusable, Assert.Single(machine.Warnings).Code);
        waiting.ForEach(client => client.Dispose());
    }

    [Fact]
    public void A_cache_that_drips_is_not_waited_for()
    {
        FakeStage[] stages = [new(StageKind.Import, new string('w', 90))];
        using (var first = Machine(push: true))
            first.Run(stages, StageKind.Import);
        _remote.Instead = request =>
            request.Path.Contains("/cas/", StringComparison.Ordinal)
                ? LocalAnswer.Raw("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n") with
                {
                    Drips = new byte[99],
                }
                : null;
        using var second = new RemoteMachine(_remote.Address) { Timeout = TimeSpan.FromSeconds(1) };
        Assert.Equal("R", second.Run(stages, StageKind.Import));
        Assert.Contains(
            "slower than 16 KiB a second",
            Assert.Single(second.Warnings).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_cache_that_fails_halfway_leaves_a_plan_that_does_without()
    {
        using (var first = Machine(push: true))
            first.Run();
        // It knows all, and then gives one file only.
        var given = 0;
        _remote.Instead = request =>
            request.Path.Contains("/cas/", StringComparison.Ordinal) && Interlocked.Increment(ref given) > 1
                ? LocalAnswer.Of(502)
                : null;
        using var second = Machine();
        Assert.Equal("FRRRRRR", second.Run());
        Assert.Equal(Codes.RemoteCacheUnusable, Assert.Single(second.Warnings).Code);
        Assert.StartsWith("evaluate=val(export=17(", second.Output("evaluate"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "access is denied")]
    [InlineData(405, "method")]
    [InlineData(409, "409")]
    [InlineData(413, "client_max_body_size")]
    [InlineData(500, "500")]
    [InlineData(507, "disk is full")]
    public void A_cache_that_takes_nothing_is_one_warning_and_is_read_all_the_same(int status, string says)
    {
        using (var first = Machine(push: true))
            first.Run();
        var before = Puts();
        _remote.Instead = request => request.Method == "PUT" ? LocalAnswer.Of(status) : null;
        using var second = Machine(push: true);
        Assert.Equal("FNNFRRR", second.Run(RemoteMachine.Pipeline(fineTune: "21")));
        var warning = Assert.Single(second.Warnings);
        Assert.Equal(Codes.RemoteCacheTakesNothing, warning.Code);
        Assert.Contains(says, warning.Message, StringComparison.Ordinal);
        Assert.Equal(before + 1, Puts());

        int Puts() => _remote.Requests.Count(request => request.Method == "PUT");
    }

    [Fact]
    public void A_large_file_that_is_not_taken_is_not_sent()
    {
        _remote.Instead = request => request.Method == "PUT" ? LocalAnswer.Of(413) : null;
        using var machine = Machine(push: true);
        Assert.Equal("R", machine.Run(RemoteMachine.Big(), StageKind.Import));
        var put = Assert.Single(_remote.Requests, request => request.Method == "PUT");
        Assert.Equal("100-continue", put.Headers["expect"]);
        Assert.Empty(put.Body);
        Assert.Contains("413", Assert.Single(machine.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cache_that_stops_reading_costs_the_time_out_once()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var over = new TaskCompletionSource();
        var accepting = Task.Run(async () =>
        {
            // Says that everything is missing, and lets the first file come without ever reading it.
            using var client = await listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            var buffer = new byte[4096];
            while (await stream.ReadAsync(buffer) is > 0 and var count)
            {
                if (Encoding.ASCII.GetString(buffer, 0, count).StartsWith("PUT", StringComparison.Ordinal))
                {
                    await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
                    await over.Task;
                    return;
                }

                await stream.WriteAsync("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
            }
        });
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        using var machine = new RemoteMachine(address) { Push = true, Timeout = TimeSpan.FromSeconds(0.5) };
        Assert.Equal("R", machine.Run(RemoteMachine.Big(64 << 20), StageKind.Import));
        over.SetResult();
        Assert.Contains("silent", Assert.Single(machine.Warnings).Message, StringComparison.Ordinal);
        await accepting;
    }

    [Theory]
    [InlineData("GET", "/ac/")]
    [InlineData("GET", "/cas/")]
    [InlineData("PUT", "/cas/")]
    public void Stopping_does_not_wait_for_the_cache(string method, string path)
    {
        if (method == "GET")
        {
            using var first = Machine(push: true);
            first.Run();
        }

        using var stop = new CancellationTokenSource();
        _remote.Instead = request =>
        {
            if (request.Method != method || !request.Path.Contains(path, StringComparison.Ordinal))
                return null;
            stop.CancelAfter(50);
            return LocalAnswer.Silence("HTTP/1.1 200 OK\r\nContent-Length: 300\r\n");
        };
        using var machine = Machine(push: method == "PUT");
        Assert.ThrowsAny<OperationCanceledException>(() => machine.Run(cancellation: stop.Token));
        // A wait that the silence had ended would be a warning.
        Assert.Empty(machine.Warnings);
        Assert.True(!Directory.Exists(machine.Cache) || Directory.GetDirectories(machine.Cache, "*.tmp-*").Length == 0);
    }

    private RemoteMachine Machine(bool push = false) => new(_remote.Address) { Push = push };
}
