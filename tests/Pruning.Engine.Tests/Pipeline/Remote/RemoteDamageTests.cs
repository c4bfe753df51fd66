using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pruning.Diagnostics;
using Pruning.Pipeline.Store;
using Pruning.Testing;

namespace Pruning.Pipeline.Remote;

/// <summary>What is in the cache is not what it should be: it is never used, and the stage runs here.</summary>
public sealed class RemoteDamageTests : IDisposable
{
    private const string Everything = "RRRRRRR";

    private readonly LocalCache _remote = new();

    public void Dispose() => _remote.Dispose();

    public static TheoryData<string, string> Damages =>
        new()
        {
            { "contents", "contents of 'out.txt'" },
            { "shorter", "instead of" },
            { "longer", "instead of" },
            { "no manifest", "no manifest" },
            { "half a manifest", "no manifest" },
            { "empty manifest", "no manifest" },
            { "another entry's manifest", "belongs to another" },
            { "another stage's manifest", "belongs to another" },
            { "a name that leads out", "no manifest" },
            { "an absolute name", "no manifest" },
            { "a name with a backslash", "no manifest" },
            { "the manifest's own name", "no manifest" },
            { "a name twice", "no manifest" },
            { "a file as folder", "no manifest" },
            { "no hash", "no manifest" },
            { "a hash that is a path", "no manifest" },
            { "a negative size", "no manifest" },
            { "a huge size", "are the limit" },
            { "sizes that overflow", "are the limit" },
            { "endless seconds", "no manifest" },
            { "no inputs", "no manifest" },
            { "a later version", "no manifest" },
            { "a huge manifest", "are the limit" },
        };

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_result_is_a_warning_and_is_made_here_and_healed(string kind, string says)
    {
        using (var first = Machine(push: true))
            first.Run(RemoteMachine.Import(), StageKind.Import);
        Damage(kind);
        var outside = Directory.GetFileSystemEntries(Path.GetTempPath(), "evil*");

        using var second = Machine(push: true);
        Assert.Equal("R", second.Run(RemoteMachine.Import(), StageKind.Import));
        var warning = Assert.Single(second.Warnings);
        Assert.Equal(
            (Codes.DamagedRemoteEntry, DiagnosticSeverity.Warning, 4),
            (warning.Code, warning.Severity, warning.Location!.Value.Line)
        );
        Assert.Contains(says, warning.Message, StringComparison.Ordinal);
        Assert.Equal("import=w()", second.Output("import"));
        Assert.Equal(outside, Directory.GetFileSystemEntries(Path.GetTempPath(), "evil*"));
        Assert.Empty(Directory.GetDirectories(second.Cache, "*.tmp-*"));

        using var third = Machine();
        Assert.Equal("F", third.Run(RemoteMachine.Import(), StageKind.Import));
        Assert.Equal("import=w()", third.Output("import"));
    }

    [Fact]
    public void A_manifest_that_anybody_could_have_written_breaks_nothing()
    {
        using (var first = Machine(push: true))
            first.Run(RemoteMachine.Import(), StageKind.Import);
        var (key, good) = _remote.Files.Single(file => file.Key.StartsWith("ac/", StringComparison.Ordinal));
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = good.ToArray();
            for (var n = random.Next(1, 4); n > 0; n--)
                bytes[random.Next(bytes.Length)] = (byte)" {}[]\",:0-9e\\nulltrue"[random.Next(20)];
            if (EntryManifest.TryParse(bytes) is { } manifest)
                Assert.All(manifest.Outputs, file => Assert.DoesNotContain("..", file.Name, StringComparison.Ordinal));
        }

        foreach (var property in JsonNode.Parse(good)!.AsObject().Select(pair => pair.Key).ToList())
        {
            foreach (var value in (string[])["null", "0", "\"\"", "[]", "[null]", "{}", "1e999", "[{}]", "[[]]"])
            {
                var json = JsonNode.Parse(good)!.AsObject();
                json[property] = JsonNode.Parse(value);
                _ = EntryManifest.TryParse(Encoding.UTF8.GetBytes(json.ToJsonString()));
            }
        }
    }

    [Fact]
    public void A_file_that_is_gone_from_there_is_a_miss()
    {
        using (var first = Machine(push: true))
            first.Run();
        var gone = _remote
            .Files.Single(file => Encoding.UTF8.GetString(file.Value).StartsWith("export=", StringComparison.Ordinal))
            .Key;
        _remote.Files.TryRemove(gone, out _);
        using var second = Machine();
        // What was not needed before is now.
        Assert.Equal("FNNNFRF", second.Run());
        Assert.Empty(second.Warnings);
    }

    [Fact]
    public void After_a_few_damaged_results_the_cache_is_left_alone()
    {
        using (var first = Machine(push: true))
            first.Run();
        foreach (var path in _remote.Files.Keys.Where(path => path.StartsWith("ac/", StringComparison.Ordinal)))
            _remote.Files[path] = "{}"u8.ToArray();
        using var second = Machine();
        Assert.Equal(Everything, second.Run());
        Assert.Equal(3, second.Warnings.Count(warning => warning.Code == Codes.DamagedRemoteEntry));
        Assert.Equal(1, second.Warnings.Count(warning => warning.Code == Codes.RemoteCacheUnusable));
    }

    [Fact]
    public void A_file_without_an_end_stops_at_its_size()
    {
        using (var first = Machine(push: true))
            first.Run(RemoteMachine.Import(), StageKind.Import);
        _remote.Instead = request =>
            request.Path.Contains("/cas/", StringComparison.Ordinal)
                ? LocalAnswer.Raw("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", new byte[1 << 20])
                : null;
        using var second = Machine();
        Assert.Equal("R", second.Run(RemoteMachine.Import(), StageKind.Import));
        Assert.Contains("beyond 10 bytes", Assert.Single(second.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_comes_compressed_is_not_unpacked()
    {
        using (var first = Machine(push: true))
            first.Run(RemoteMachine.Import(), StageKind.Import);
        _remote.Instead = request =>
            request.Path.Contains("/cas/", StringComparison.Ordinal)
                ? LocalAnswer.Of(200, new byte[10], "Content-Encoding: gzip\r\n")
                : null;
        using var second = Machine();
        Assert.Equal("R", second.Run(RemoteMachine.Import(), StageKind.Import));
        Assert.Contains("compressed", Assert.Single(second.Warnings).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_remote.Requests, request => request.Headers.ContainsKey("accept-encoding"));
    }

    private RemoteMachine Machine(bool push = false) => new(_remote.Address) { Push = push };

    private void Damage(string kind)
    {
        var (key, manifest) = _remote.Files.Single(file => file.Key.StartsWith("ac/", StringComparison.Ordinal));
        var file = _remote.Files.Keys.Single(path => path.StartsWith("cas/", StringComparison.Ordinal));
        var json = JsonNode.Parse(manifest)!.AsObject();
        JsonObject Output() => json["outputs"]![0]!.AsObject();
        void Name(string name) => Output()["name"] = name;
        byte[]? bytes = null;
        switch (kind)
        {
            case "contents":
                _remote.Files[file] = "import=x()"u8.ToArray();
                return;
            case "shorter":
                _remote.Files[file] = "import"u8.ToArray();
                return;
            case "longer":
                _remote.Files[file] = "import=w()))"u8.ToArray();
                return;
            case "no manifest":
                bytes = "Welcome!"u8.ToArray();
                break;
            case "half a manifest":
                bytes = manifest[..(manifest.Length / 2)];
                break;
            case "empty manifest":
                bytes = [];
                break;
            case "a huge manifest":
                bytes = new byte[5 << 20];
                break;
            case "another entry's manifest":
                json["fingerprint"] = new string('0', 64);
                break;
            case "another stage's manifest":
                json["stage"] = "train";
                break;
            case "a name that leads out":
                Name("../../evil.txt");
                break;
            case "an absolute name":
                Name("/tmp/evil.txt");
                break;
            case "a name with a backslash":
                Name("..\\evil.txt");
                break;
            case "the manifest's own name":
                Name("Manifest.json");
                break;
            case "a name twice":
                Copy("OUT.txt");
                break;
            case "a file as folder":
                Copy("out.txt/more");
                break;
            case "no hash":
                Output()["sha256"] = "";
                break;
            case "a hash that is a path":
                Output()["sha256"] = "../../../../etc/passwd";
                break;
            case "a negative size":
                Output()["size"] = -1;
                break;
            case "a huge size":
                Output()["size"] = 1L << 50;
                break;
            case "sizes that overflow":
                Output()["size"] = long.MaxValue;
                Copy("other.txt");
                break;
            case "endless seconds":
                json["seconds"] = 1e300;
                break;
            case "no inputs":
                json.Remove("inputs");
                bytes = Encoding.UTF8.GetBytes(json.ToJsonString());
                break;
            case "a later version":
                json["version"] = 2;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }

        void Copy(string name)
        {
            var copy = Output().DeepClone();
            copy["name"] = name;
            json["outputs"]!.AsArray().Add(copy);
        }

        _remote.Files[key] = bytes ?? Sealed(json);
    }

    // Whoever writes a manifest can seal it.
    private static byte[] Sealed(JsonObject json) =>
        Encoding.UTF8.GetBytes(json.Deserialize<EntryManifest>(JsonSerializerOptions.Web)!.ToJson());
}
