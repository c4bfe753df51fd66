using System.Text;
using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Store;
using Pruning.Pipeline.Store.Remote;
using Pruning.Storage;
using Pruning.Testing;

namespace Pruning.Pipeline.Remote;

/// <summary>What machines share through a cache, and how it lies there.</summary>
public sealed class RemoteSharingTests : IDisposable
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
        Assert.Equal(
            "export=17(fine-tune=21(prune=50(sparse-train=20(train=30(import=w())))))",
            second.Output("export")
        );
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
        machine.Run(RemoteMachine.Big(), StageKind.Import);
        var hash = FileHashes.Compute(Path.Combine(machine.EntryOf("import"), "a", "big.bin"));
        var text = FileHashes.Compute(Path.Combine(machine.EntryOf("import"), "out.txt"));
        var key = Path.GetFileName(machine.EntryOf("import"));

        // Equal files go once.
        Assert.Equal(
            [
                $"GET /team/ac/{key}",
                $"HEAD /team/cas/{hash}",
                $"PUT /team/cas/{hash}",
                $"HEAD /team/cas/{text}",
                $"PUT /team/cas/{text}",
                $"PUT /team/ac/{key}",
            ],
            _remote.Requests.Select(request => request.ToString())
        );
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(machine.EntryOf("import"), "a", "big.bin")),
            _remote.Files[$"cas/{hash}"]
        );
        Assert.Equal(key, EntryManifest.TryParse(_remote.Files[$"ac/{key}"])!.Fingerprint);
        Assert.Equal(1, _remote.Connections);

        using var second = Machine();
        Assert.Equal("F", second.Run(RemoteMachine.Big(), StageKind.Import));
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
        Assert.DoesNotContain(_remote.Requests.Skip(before), request =>
            request.Method == "PUT" && request.Path.Contains("/cas/", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Work_that_a_stage_keeps_for_itself_stays_here()
    {
        using var machine = Machine(push: true);
        machine.Run(
            RemoteMachine.Pipeline(also: context =>
                File.WriteAllText(Path.Combine(context.WorkFolder, "checkpoint"), "secret weights")
            )
        );
        Assert.DoesNotContain(_remote.Requests, request =>
            Encoding.UTF8.GetString(request.Body).Contains("secret weights", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void What_a_machine_has_already_is_put_there_once_it_may_push()
    {
        using var machine = new RemoteMachine(null);
        machine.Run();
        using var remote = new RemoteStore(
            new RemoteCacheOptions(_remote.Address, Push: true, TimeSpan.FromSeconds(5), default),
            new DiagnosticList(),
            _ => null
        );
        var runner = new StageRunner(new StageStore(machine.Cache, new DiagnosticList()), new DiagnosticList(), null)
        {
            Remote = remote,
        };
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
        FakeStage[] Stages(string machine) =>
            [
                .. RemoteMachine.Pipeline(),
                new(StageKind.Evaluate, machine, "export") { Name = "latency", MeasuresMachine = true },
            ];
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
            using var remote = new RemoteStore(
                new RemoteCacheOptions(_remote.Address, push, TimeSpan.FromSeconds(5), default),
                heard,
                _ => null
            );
            var runner = new StageRunner(new StageStore(at.PathOf("cache"), heard), heard, null)
            {
                Request = request,
                Remote = remote,
            };
            var stage = new FakeStage(StageKind.Import, "w")
            {
                Also = context =>
                    context.Diagnostics.Report(
                        PruneDiagnostic.Of(
                            Codes.OtherClasses,
                            $"In {request.ProjectFolder}.",
                            request.LocationOf("Dataset")
                        )
                    ),
            };
            var outcome = runner.RunTo([stage], StageKind.Import, default).Single().Outcome;
            var warning = Assert.Single(heard.Items);
            Assert.Equal($"In {at.Root}.", warning.Message);
            return (outcome, warning.Location!.Value.Line);
        }
    }

    [Fact]
    public void What_it_takes_to_be_let_in_goes_with_each_request_and_nowhere_else()
    {
        const string Secret = "Bearer s3cr3t-t0ken";
        _remote.Instead = request =>
            request.Headers.GetValueOrDefault("authorization") == Secret ? null : LocalAnswer.Of(401);
        using var first = new RemoteMachine(_remote.Address) { Push = true, Authorization = Secret };
        first.Run();
        Assert.Empty(first.Warnings);
        using var second = new RemoteMachine(_remote.Address) { Authorization = $" {Secret}\n" };
        Assert.Equal(OnlyTheEnd, second.Run());
        using var stranger = Machine();
        Assert.Equal(Everything, stranger.Run());
        Assert.Contains("401", Assert.Single(stranger.Warnings).Message, StringComparison.Ordinal);

        var kept = Directory
            .GetFiles(first.Cache, "*", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .Concat(_remote.Files.Values.Select(Encoding.UTF8.GetString));
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
        Assert.Contains(RemoteCacheOptions.AuthorizationVariable, warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(
            text[..8],
            warning.Message.Replace("'Bearer'", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.Empty(_remote.Requests);
    }

    private RemoteMachine Machine(bool push = false, bool noCache = false) =>
        new(_remote.Address) { Push = push, NoCache = noCache };
}
