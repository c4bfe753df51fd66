using System.Net;
using System.Net.Sockets;

namespace Pruning.Fuzzing.Readers;

/// <summary>A server that sends what it is told to, whatever it is asked, and ends the connection.</summary>
internal sealed class RawServer : IDisposable
{
    private static readonly byte[] Mark = "\n====\n"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private byte[] _first = [];
    private byte[] _others = [];
    private int _asked;

    public RawServer()
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public Uri Address { get; }

    public void Dispose() => _listener.Dispose();

    public void Say(byte[] answers)
    {
        var at = answers.AsSpan().IndexOf(Mark);
        _first = at < 0 ? answers : answers[..at];
        _others = at < 0 ? answers : answers[(at + Mark.Length)..];
        Volatile.Write(ref _asked, 0);
    }

    private void Serve()
    {
        var request = new byte[4096];
        while (true)
        {
            using var client = _listener.AcceptSocket();
            try
            {
                // A request is one small packet.
                client.Receive(request);
                client.Send(Interlocked.Increment(ref _asked) == 1 ? _first : _others);
                client.Shutdown(SocketShutdown.Send);
                client.Receive(request);
            }
            catch (SocketException)
            {
                // Who asked did not wait for the end.
                continue;
            }
        }
    }
}
