using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Store;
using Pruning.Pipeline.Store.Remote;

namespace Pruning.Pipeline.Remote;

/// <summary>
/// A machine with a local cache of its own, which may share a remote one with others: a pipeline of fake stages runs
/// there.
/// </summary>
internal sealed class RemoteMachine : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DiagnosticList _warnings = new();
    private readonly Uri? _remote;

    public RemoteMachine(Uri? remote) => _remote = remote;

    public bool Push { get; init; }

    public bool NoCache { get; init; }

    public bool StoredOnly { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The value of <see cref="RemoteCacheOptions.AuthorizationVariable"/>.</summary>
    public string? Authorization { get; init; }

    public IReadOnlyList<PruneDiagnostic> Warnings => _warnings.Items;

    /// <summary>What was said while it went on.</summary>
    public List<PipelineEvent> Events { get; } = [];

    public string Cache => _folder.PathOf("cache");

    /// <summary>The fake pipeline: each stage's output is its setting around its inputs' outputs.</summary>
    public static FakeStage[] Pipeline(string fineTune = "20", Action<StageContext>? also = null) =>
        [
            new(StageKind.Import, "w"),
            new(StageKind.Train, "30", "import") { Also = also },
            new(StageKind.SparseTrain, "20", "train"),
            new(StageKind.Prune, "50", "sparse-train"),
            new(StageKind.FineTune, fineTune, "prune"),
            new(StageKind.Export, "17", "fine-tune"),
            new(StageKind.Evaluate, "val", "export"),
        ];

    /// <summary>Its first stage alone.</summary>
    public static FakeStage[] Import() => [new(StageKind.Import, "w")];

    /// <summary>One stage with two equal files, larger than what goes unasked, of which one lies in a folder.</summary>
    public static FakeStage[] Big(int bytes = 200_000) =>
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

    /// <returns>The outcomes' initials: Ran, Cached, Fetched, Skipped, NotNeeded.</returns>
    public string Run(
        IReadOnlyList<IStage>? stages = null,
        StageKind target = StageKind.Gate,
        CancellationToken cancellation = default
    )
    {
        using var remote = Open();
        return Outcomes(Runner(remote).RunTo(stages ?? Pipeline(), target, cancellation).Select(step => step.Outcome));
    }

    public string Plan(IReadOnlyList<IStage>? stages = null)
    {
        using var remote = Open();
        return Outcomes(
            Runner(remote).Plan(stages ?? Pipeline(), StageKind.Gate, default).Select(step => step.Outcome)
        );
    }

    /// <summary>The stored text of a step.</summary>
    public string Output(string step) => File.ReadAllText(Path.Combine(EntryOf(step), "out.txt"));

    public string EntryOf(string step) =>
        Directory
            .GetDirectories(Cache)
            .Single(folder => EntryManifest.TryRead(Path.Combine(folder, EntryManifest.FileName))?.Stage == step);

    public void Dispose() => _folder.Dispose();

    public RemoteStore? Open() =>
        _remote is null
            ? null
            : new RemoteStore(
                new RemoteCacheOptions(_remote, Push, Timeout, new SourceLocation("Detector.pruneproj", 4)),
                _warnings,
                name => name == RemoteCacheOptions.AuthorizationVariable ? Authorization : null
            );

    private StageRunner Runner(RemoteStore? remote) =>
        new(new StageStore(Cache, _warnings), _warnings, new Listener(Events))
        {
            IgnoreStored = NoCache,
            StoredOnly = StoredOnly,
            Remote = remote,
        };

    private static string Outcomes(IEnumerable<StageOutcome> outcomes) =>
        string.Concat(outcomes.Select(outcome => outcome.ToString()[0]));

    private sealed class Listener(List<PipelineEvent> events) : IProgress<PipelineEvent>
    {
        public void Report(PipelineEvent value) => events.Add(value);
    }
}
