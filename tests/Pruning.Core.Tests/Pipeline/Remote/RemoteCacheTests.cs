using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Pruning.Diagnostics;
using Pruning.Pipeline.Store;
using Pruning.Pipeline.Store.Remote;
using Pruning.Testing;

namespace Pruning.Pipeline.Remote;

/// <summary>What machines share, and what happens when the cache between them is not as it should be.</summary>
public sealed class RemoteCacheTests : IDisposable
{
    private const string Everything = "RRRRRRR";
    private const string OnlyTheEnd = "FNNNNFF";

    private readonly LocalCache _remote = new();

    public void Dispose() => _remote.Dispose();

    [Fact]
    public void What_one_machine_made_no_other_makes_again()
    {
        using var first = Machine(push: true);
        Assert.Equal(Everything, first.Run());
        using var second = Machine();
        Assert.Equal(OnlyTheEnd, second.Plan());
        Assert.False(Directory.Exists(second.Cache));
        Assert.Equal(OnlyTheEnd, second.Run());
        Assert.Equal(first.Output("export"), second.Output("export"));
        Assert.Equal("CNNNNCC", second.Run());
        Assert.Empty(first.Warnings.Concat(second.Warnings));
    }

    [Fact]
    public void What_is_needed_further_on_is_fetched_and_only_the_rest_is_made()
    {
        using var first = Machine(push: true);
        first.Run();
        using var second = Machine();
        Assert.Equal("FNNFRRR", second.Plan(RemoteMachine.Pipeline(fineTune: "21")));
        Assert.Equal("FNNFRRR", second.Run(RemoteMachine.Pipeline(fineTune: "21")));
        Assert.Equal("export=17(fine-tune=21(prune=50(sparse-train=20(train=30(import=w())))))", second.Output("export"));
    }

    [Fact]
    public void Without_the_right_to_push_nothing_is_put_there()
    {
        using var machine = Machine();
        machine.Run();
        Assert.All(_remote.Requests, request => Assert.Equal("GET", request.Method));
        Assert.Empty(_remote.Files);
    }

    [Fact]
    public void Results_lie_there_as_documented_and_the_manifest_comes_last()
    {
        using var machine = Machine(push: true);
        machine.Run(Big(), StageKind.Import);
        var hash = FileHashes.Compute(Path.Combine(machine.EntryOf("import"), "a", "big.bin"));
        var text = FileHashes.Compute(Path.Combine(machine.EntryOf("import"), "out.txt"));
        var key = Path.GetFileName(machine.EntryOf("import"));

        // Equal files go once.
        Assert.Equal([$"GET /team/ac/{key}", $"HEAD /team/cas/{hash}", $"PUT /team/cas/{hash}", $"HEAD /team/cas/{text}", $"PUT /team/cas/{text}", $"PUT /team/ac/{key}"], _remote.Requests.Select(request => request.ToString()));
        Assert.Equal(File.ReadAllBytes(Path.Combine(machine.EntryOf("import"), "a", "big.bin")), _remote.Files[$"cas/{hash}"]);
        Assert.Equal(key, EntryManifest.TryParse(_remote.Files[$"ac/{key}"])!.Fingerprint);
        Assert.Equal(1, _remote.Connections);

        using var second = Machine();
        Assert.Equal("F", second.Run(Big(), StageKind.Import));
        Assert.Equal(hash, FileHashes.Compute(Path.Combine(second.EntryOf("import"), "b.bin")));
        Assert.Contains(second.Events.OfType<StepProgress>(), step => step.Done == 1);
    }

    [Fact]
    public void What_is_there_is_not_sent_again()
    {
        using var first = Machine(push: true);
        first.Run();
        using var second = Machine(push: true, noCache: true);
        var before = _remote.Requests.Count;
        Assert.Equal(Everything, second.Run());
        Assert.DoesNotContain(_remote.Requests.Skip(before), request => request.Method == "PUT" && request.Path.Contains("/cas/", StringComparison.Ordinal));
    }

    [Fact]
    public void Work_that_a_stage_keeps_for_itself_stays_here()
    {
        using var machine = Machine(push: true);
        machine.Run(RemoteMachine.Pipeline(also: context => File.WriteAllText(Path.Combine(context.WorkFolder, "checkpoint"), "secret weights")));
        Assert.DoesNotContain(_remote.Requests, request => Encoding.UTF8.GetString(request.Body).Contains("secret weights", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_machine_has_already_is_put_there_once_it_may_push()
    {
        using var machine = new RemoteMachine(null);
        machine.Run();
        using var remote = new RemoteStore(new RemoteCacheOptions(_remote.Address, Push: true, TimeSpan.FromSeconds(5), default), new DiagnosticList(), _ => null);
        var runner = new StageRunner(new StageStore(machine.Cache, new DiagnosticList()), new DiagnosticList(), null) { Remote = remote };
        runner.RunTo(RemoteMachine.Pipeline(), StageKind.Gate, default);
        Assert.Equal(7, _remote.Files.Keys.Count(path => path.StartsWith("ac/", StringComparison.Ordinal)));

        var before = _remote.Requests.Count;
        runner.RunTo(RemoteMachine.Pipeline(), StageKind.Gate, default);
        Assert.Equal(before, _remote.Requests.Count);
    }

    [Fact]
    public void Doing_everything_again_reads_nothing_from_there_and_replaces_what_is_there()
    {
        using var first = Machine(push: true);
        first.Run();
        var key = _remote.Files.Keys.First(path => path.StartsWith("ac/", StringComparison.Ordinal));
        _remote.Files[key] = "old"u8.ToArray();
        using var second = Machine(push: true, noCache: true);
        Assert.Equal(Everything, second.Run());
        Assert.NotNull(EntryManifest.TryParse(_remote.Files[key]));
        Assert.Empty(second.Warnings);
    }

    [Fact]
    public void A_machine_that_must_not_work_may_fetch_and_may_measure_itself()
    {
        using var first = Machine(push: true);
        FakeStage[] Stages(string machine) => [.. RemoteMachine.Pipeline(), new(StageKind.Evaluate, machine, "export") { Name = "latency", MeasuresMachine = true }];
        first.Run(Stages("this processor"));
        using var second = new RemoteMachine(_remote.Address) { StoredOnly = true };
        Assert.Equal(OnlyTheEnd + "R", second.Run(Stages("another processor")));

        using var third = new RemoteMachine(_remote.Address) { StoredOnly = true };
        var refusal = Assert.Throws<PruneException>(() => third.Run(RemoteMachine.Pipeline(fineTune: "21")));
        Assert.Equal(Codes.NotCached, refusal.Code);
        Assert.Contains(_remote.Address.ToString(), refusal.Message, StringComparison.Ordinal);
        // Before anything was fetched in vain.
        Assert.DoesNotContain(third.Events, step => step is StepProgress);
    }

    [Fact]
    public void What_a_stage_warned_of_goes_along()
    {
        using var folder = new TemporaryFolder();
        using var elsewhere = new TemporaryFolder();
        Assert.Equal((StageOutcome.Ran, 4), Warned(folder, "", push: true));
        Assert.Equal((StageOutcome.Fetched, 5), Warned(elsewhere, "<!-- one line more -->\n", push: false));

        (StageOutcome, int) Warned(TemporaryFolder at, string before, bool push)
        {
            var request = ProjectRequest.Read(ProjectFiles.Write(at, before + ProjectFiles.With()));
            var heard = new DiagnosticList();
            using var remote = new RemoteStore(new RemoteCacheOptions(_remote.Address, push, TimeSpan.FromSeconds(5), default), heard, _ => null);
            var runner = new StageRunner(new StageStore(at.PathOf("cache"), heard), heard, null) { Request = request, Remote = remote };
            var stage = new FakeStage(StageKind.Import, "w") { Also = context => context.Diagnostics.Report(PruneDiagnostic.Of(Codes.OtherClasses, $"In {request.ProjectFolder}.", request.LocationOf("Dataset"))) };
            var outcome = runner.RunTo([stage], StageKind.Import, default).Single().Outcome;
            var warning = Assert.Single(heard.Items);
            Assert.Equal($"In {at.Root}.", warning.Message);
            return (outcome, warning.Location!.Value.Line);
        }
    }

    // --- what is there is not what it should be ---

    public static TheoryData<string, string> Damages => new()
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
            first.Run(Import(), StageKind.Import);
        Damage(kind);
        var outside = Directory.GetFileSystemEntries(Path.GetTempPath(), "evil*");

        using var second = Machine(push: true);
        Assert.Equal("R", second.Run(Import(), StageKind.Import));
        var warning = Assert.Single(second.Warnings);
        Assert.Equal((Codes.DamagedRemoteEntry, DiagnosticSeverity.Warning, 4), (warning.Code, warning.Severity, warning.Location!.Value.Line));
        Assert.Contains(says, warning.Message, StringComparison.Ordinal);
        Assert.Equal("import=w()", second.Output("import"));
        Assert.Equal(outside, Directory.GetFileSystemEntries(Path.GetTempPath(), "evil*"));
        Assert.Empty(Directory.GetDirectories(second.Cache, "*.tmp-*"));

        using var third = Machine();
        Assert.Equal("F", third.Run(Import(), StageKind.Import));
        Assert.Equal("import=w()", third.Output("import"));
    }

    [Fact]
    public void A_manifest_that_anybody_could_have_written_breaks_nothing()
    {
        using (var first = Machine(push: true))
            first.Run(Import(), StageKind.Import);
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
        var gone = _remote.Files.Single(file => Encoding.UTF8.GetString(file.Value).StartsWith("export=", StringComparison.Ordinal)).Key;
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

    // --- it does not work ---

    public static TheoryData<string, string> Failures => new()
    {
        { "HTTP/1.1 401 Nope\r\nContent-Length: 0\r\n\r\n", RemoteAuthorization.Variable },
        { "HTTP/1.1 403 Nope\r\nContent-Length: 0\r\n\r\n", "403" },
        { "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", "500" },
        { "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", "503" },
        { "HTTP/1.1 204 None\r\n\r\n", "204" },
        { "HTTP/1.1 206 Part\r\nContent-Length: 0\r\n\r\n", "206" },
        { "HTTP/1.1 302 Found\r\nLocation: http://user:secret@other.example/x?token=secret\r\nContent-Length: 0\r\n\r\n", "redirects to http://other.example" },
        { "HTTP/1.1 301 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n", "301" },
        { "HTTP/1.1 307 Found\r\nLocation: /team/elsewhere\r\nContent-Length: 0\r\n\r\n", "307" },
        { "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 6\r\n\r\n<html>", "web page" },
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
        Assert.Equal((Codes.RemoteCacheUnusable, DiagnosticSeverity.Warning, 4), (warning.Code, warning.Severity, warning.Location!.Value.Line));
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

    public static TheoryData<string> Silences => ["", "HTTP/1.1 200 OK\r\nContent-Len", "HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n{"];

    [Theory]
    [MemberData(nameof(Silences))]
    public void A_silent_cache_costs_the_time_out_once(string head)
    {
        _remote.Instead = _ => LocalAnswer.Silence(head);
        using var machine = new RemoteMachine(_remote.Address) { Push = true, Timeout = TimeSpan.FromSeconds(0.3) };
        var clock = Stopwatch.StartNew();
        Assert.Equal(Everything, machine.Run());
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.3, 5);
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
        var clock = Stopwatch.StartNew();
        Assert.Equal(Everything, machine.Run());
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
        Assert.Equal(Codes.RemoteCacheUnusable, Assert.Single(machine.Warnings).Code);
        waiting.ForEach(client => client.Dispose());
    }

    [Fact]
    public void A_file_without_an_end_stops_at_its_size()
    {
        using (var first = Machine(push: true))
            first.Run(Import(), StageKind.Import);
        _remote.Instead = request => request.Path.Contains("/cas/", StringComparison.Ordinal) ? LocalAnswer.Raw("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", new byte[1 << 20]) : null;
        using var second = Machine();
        Assert.Equal("R", second.Run(Import(), StageKind.Import));
        Assert.Contains("beyond 10 bytes", Assert.Single(second.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cache_that_drips_is_not_waited_for()
    {
        using (var first = Machine(push: true))
            first.Run(Import(), StageKind.Import);
        _remote.Instead = request => request.Path.Contains("/cas/", StringComparison.Ordinal) ? LocalAnswer.Raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n") with { Drips = new byte[10] } : null;
        using var second = new RemoteMachine(_remote.Address) { Timeout = TimeSpan.FromSeconds(0.2) };
        Assert.Equal("R", second.Run(Import(), StageKind.Import));
        Assert.Contains("slower than 16 KiB a second", Assert.Single(second.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_comes_compressed_is_not_unpacked()
    {
        using (var first = Machine(push: true))
            first.Run(Import(), StageKind.Import);
        _remote.Instead = request => request.Path.Contains("/cas/", StringComparison.Ordinal) ? LocalAnswer.Of(200, new byte[10], "Content-Encoding: gzip\r\n") : null;
        using var second = Machine();
        Assert.Equal("R", second.Run(Import(), StageKind.Import));
        Assert.Contains("compressed", Assert.Single(second.Warnings).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_remote.Requests, request => request.Headers.ContainsKey("accept-encoding"));
    }

    [Fact]
    public void A_cache_that_fails_halfway_leaves_a_plan_that_does_without()
    {
        using (var first = Machine(push: true))
            first.Run();
        // It knows all, and then gives one file only.
        var given = 0;
        _remote.Instead = request => request.Path.Contains("/cas/", StringComparison.Ordinal) && Interlocked.Increment(ref given) > 1 ? LocalAnswer.Of(502) : null;
        using var second = Machine();
        Assert.Equal("FRRRRRR", second.Run());
        Assert.Equal(Codes.RemoteCacheUnusable, Assert.Single(second.Warnings).Code);
        Assert.StartsWith("evaluate=val(export=17(", second.Output("evaluate"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "right is missing")]
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
        Assert.Equal("R", machine.Run(Big(), StageKind.Import));
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
                    await Task.Delay(TimeSpan.FromSeconds(3));
                    return;
                }

                await stream.WriteAsync("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
            }
        });
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        using var machine = new RemoteMachine(address) { Push = true, Timeout = TimeSpan.FromSeconds(0.5) };
        var clock = Stopwatch.StartNew();
        Assert.Equal("R", machine.Run(Big(64 << 20), StageKind.Import));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.5, 5);
        Assert.Contains("silent", Assert.Single(machine.Warnings).Message, StringComparison.Ordinal);
        await accepting;
    }

    // --- stopping ---

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
        var clock = Stopwatch.StartNew();
        Assert.ThrowsAny<OperationCanceledException>(() => machine.Run(cancellation: stop.Token));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
        Assert.Empty(machine.Warnings);
        Assert.Empty(Directory.GetDirectories(machine.Cache, "*.tmp-*"));
    }

    // --- being let in ---

    [Fact]
    public void What_it_takes_to_be_let_in_goes_with_each_request_and_nowhere_else()
    {
        const string Secret = "Bearer s3cr3t-t0ken";
        _remote.Instead = request => request.Headers.GetValueOrDefault("authorization") == Secret ? null : LocalAnswer.Of(401);
        using var first = new RemoteMachine(_remote.Address) { Push = true, Authorization = Secret };
        first.Run();
        Assert.Empty(first.Warnings);
        using var second = new RemoteMachine(_remote.Address) { Authorization = $" {Secret}\n" };
        Assert.Equal(OnlyTheEnd, second.Run());
        using var stranger = Machine();
        Assert.Equal(Everything, stranger.Run());
        Assert.Contains("401", Assert.Single(stranger.Warnings).Message, StringComparison.Ordinal);

        var kept = Directory.GetFiles(first.Cache, "*", SearchOption.AllDirectories).Select(File.ReadAllText).Concat(_remote.Files.Values.Select(Encoding.UTF8.GetString));
        Assert.All(kept, text => Assert.DoesNotContain("s3cr3t", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("justatoken")]
    [InlineData("Bearer two\r\nX-Evil: lines")]
    [InlineData("Bearer schlüssel")]
    public void What_cannot_be_a_header_is_refused_without_being_shown(string text)
    {
        using var machine = new RemoteMachine(_remote.Address) { Authorization = text };
        Assert.Equal(Everything, machine.Run());
        var warning = Assert.Single(machine.Warnings);
        Assert.Equal(Codes.RemoteCacheUnusable, warning.Code);
        Assert.Contains(RemoteAuthorization.Variable, warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(text[..8], warning.Message.Replace("'Bearer'", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(_remote.Requests);
    }

    private RemoteMachine Machine(bool push = false, bool noCache = false) => new(_remote.Address) { Push = push, NoCache = noCache };

    private static FakeStage[] Import() => [new(StageKind.Import, "w")];

    // Two equal files, larger than what goes unasked, of which one lies in a folder.
    private static FakeStage[] Big(int bytes = 200_000) =>
    [
        new(StageKind.Import, "w")
        {
            Also = context =>
            {
                Directory.CreateDirectory(context.Output("a"));
                File.WriteAllBytes(context.Output("a/big.bin"), new byte[bytes]);
                File.WriteAllBytes(context.Output("b.bin"), new byte[bytes]);
            },
        },
    ];

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
            case "contents": _remote.Files[file] = "import=x()"u8.ToArray(); return;
            case "shorter": _remote.Files[file] = "import"u8.ToArray(); return;
            case "longer": _remote.Files[file] = "import=w()))"u8.ToArray(); return;
            case "no manifest": bytes = "Welcome!"u8.ToArray(); break;
            case "half a manifest": bytes = manifest[..(manifest.Length / 2)]; break;
            case "empty manifest": bytes = []; break;
            case "a huge manifest": bytes = new byte[5 << 20]; break;
            case "another entry's manifest": json["fingerprint"] = new string('0', 64); break;
            case "another stage's manifest": json["stage"] = "train"; break;
            case "a name that leads out": Name("../../evil.txt"); break;
            case "an absolute name": Name("/tmp/evil.txt"); break;
            case "a name with a backslash": Name("..\\evil.txt"); break;
            case "the manifest's own name": Name("Manifest.json"); break;
            case "a name twice": Copy("OUT.txt"); break;
            case "a file as folder": Copy("out.txt/more"); break;
            case "no hash": Output()["sha256"] = ""; break;
            case "a hash that is a path": Output()["sha256"] = "../../../../etc/passwd"; break;
            case "a negative size": Output()["size"] = -1; break;
            case "a huge size": Output()["size"] = 1L << 50; break;
            case "sizes that overflow": Output()["size"] = long.MaxValue; Copy("other.txt"); break;
            case "endless seconds": json["seconds"] = 1e300; break;
            case "no inputs": json.Remove("inputs"); break;
            case "a later version": json["version"] = 2; break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }

        void Copy(string name)
        {
            var copy = Output().DeepClone();
            copy["name"] = name;
            json["outputs"]!.AsArray().Add(copy);
        }

        _remote.Files[key] = bytes ?? Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
