using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pruning.Testing;

/// <summary>A web server on the loopback that answers as a test says, also as no web server would.</summary>
internal sealed class LocalServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<LocalRequest> _requests = new();
    private readonly Func<LocalRequest, LocalAnswer> _answer;
    private readonly Task _work;
    private int _connections;

    public LocalServer(Func<LocalRequest, LocalAnswer> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _work = Task.Run(AcceptAsync);
    }

    public Uri Address { get; }

    /// <summary>
    /// Gives an answer before a body comes that a client asks about first (<c>Expect: 100-continue</c>); null to let it
    /// come.
    /// </summary>
    public Func<LocalRequest, LocalAnswer?> BeforeBody { get; init; } = _ => null;

    /// <summary>What was asked so far.</summary>
    public IReadOnlyList<LocalRequest> Requests => [.. _requests];

    public int Connections => _connections;

    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
            return;
        _stop.Cancel();
        _listener.Stop();
        _work.Wait();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                open.Add(Task.Run(() => ServeAsync(client)));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                while (await ReadAsync(stream) is { } request && await AnswerAsync(stream, request)) { }

                if (client.LingerState is { Enabled: false })
                    client.Client.Shutdown(SocketShutdown.Both);
            }
            catch (Exception end) when (end is OperationCanceledException or IOException or SocketException)
            {
                // The test is over, or whoever asked is gone.
            }
        }
    }

    private async Task<LocalRequest?> ReadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!IsWhole(head))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
                return null;
            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var words = lines[0].Split(' ');
        return new LocalRequest(
            words[0],
            words[1],
            lines[1..]
                .Select(line => line.Split(": ", 2))
                .ToImmutableDictionary(pair => pair[0].ToLowerInvariant(), pair => pair[1]),
            []
        );
    }

    private static bool IsWhole(List<byte> head) =>
        head.Count >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n';

    private async Task<bool> AnswerAsync(NetworkStream stream, LocalRequest request)
    {
        var length = request.Headers.TryGetValue("content-length", out var text)
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : 0;
        if (request.Headers.ContainsKey("expect"))
        {
            if (BeforeBody(request) is { } refusal)
            {
                _requests.Enqueue(request);
                return await SendAsync(stream, refusal with { Closes = true });
            }

            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), _stop.Token);
        }

        var body = new byte[length];
        await stream.ReadExactlyAsync(body, _stop.Token);
        request = request with { Body = body };
        _requests.Enqueue(request);
        return await SendAsync(stream, _answer(request));
    }

    private async Task<bool> SendAsync(NetworkStream stream, LocalAnswer answer)
    {
        await stream.WriteAsync(answer.Bytes, _stop.Token);
        foreach (var drip in answer.Drips)
        {
            await Task.Delay(50, _stop.Token);
            await stream.WriteAsync(new[] { drip }, _stop.Token);
        }

        // Closing a connection that has to linger for no time at all resets it.
        if (answer.Resets)
            stream.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        if (answer.Hangs)
            await Task.Delay(Timeout.Infinite, _stop.Token);
        return !answer.Closes;
    }
}
