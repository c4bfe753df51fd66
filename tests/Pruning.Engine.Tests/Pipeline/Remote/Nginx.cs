using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Pruning.Testing;

namespace Pruning.Pipeline.Remote;

/// <summary>
/// A real web server on the loopback, with WebDAV's PUT, as docs/remote-cache.md sets it up: everybody reads below
/// <c>/open/</c>, <c>/guarded/</c> and <c>/closed/</c>, which are the same files; the first takes results of everybody,
/// the second of who has the password, the third of nobody.
/// </summary>
internal sealed class Nginx : IDisposable
{
    /// <summary>What <c>/guarded/</c> takes results for.</summary>
    public const string Authorization = "Basic Y2k6c2VjcmV0"; // ci:secret

    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    /// <param name="largest">The largest file that it takes.</param>
    public Nginx(string largest = "100m")
    {
        var port = FreePort();
        Address = new Uri($"http://127.0.0.1:{port}/");
        Directory.CreateDirectory(Files);
        _folder.Write("users", "ci:{PLAIN}secret\n");
        _process = Process.Start(
            new ProcessStartInfo(
                Program!,
                ["-p", _folder.Root, "-e", "error.log", "-c", _folder.Write("nginx.conf", Configuration(port, largest))]
            )
            {
                RedirectStandardError = true,
            }
        )!;
        WaitFor(port);
    }

    /// <summary>The program's path; null where there is none with WebDAV.</summary>
    public static string? Program { get; } = Candidates().FirstOrDefault(path => File.Exists(path) && TakesPut(path));

    public Uri Address { get; }

    /// <summary>The folder that all three locations serve.</summary>
    public string Files => _folder.PathOf("files");

    public void Stop()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Stop();
        _process.Dispose();
        _folder.Dispose();
    }

    private static string Configuration(int port, string largest) =>
        $$"""
            daemon off;
            master_process off;
            pid nginx.pid;
            events { }
            http {
              access_log off;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              server {
                listen 127.0.0.1:{{port}};
                client_max_body_size {{largest}};
                location /open/ { alias files/; dav_methods PUT; create_full_put_path on; }
                location /guarded/ {
                  alias files/; dav_methods PUT; create_full_put_path on;
                  limit_except GET { auth_basic "results"; auth_basic_user_file users; }
                }
                location /closed/ { alias files/; dav_methods PUT; limit_except GET { deny all; } }
              }
            }
            """;

    private void WaitFor(int port)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(10); Thread.Sleep(20))
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"nginx ended: {_process.StandardError.ReadToEnd()}");
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }

        throw new TimeoutException("nginx does not listen.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Where the system has it, and where build/prepare.sh unpacks it.
    private static IEnumerable<string> Candidates() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Append("/usr/sbin")
            .Append(Path.Combine(SourceTree.Root, "build", "feed", "out", "nginx", "usr", "sbin"))
            .Select(folder => Path.Combine(folder, "nginx"));

    private static bool TakesPut(string path)
    {
        using var asked = Process.Start(new ProcessStartInfo(path, ["-V"]) { RedirectStandardError = true })!;
        var said = asked.StandardError.ReadToEnd();
        asked.WaitForExit();
        return said.Contains("http_dav_module", StringComparison.Ordinal);
    }
}
