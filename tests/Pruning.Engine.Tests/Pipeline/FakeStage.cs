using System.Collections.Immutable;

namespace Pruning.Pipeline;

/// <summary>A stage whose output is its setting and its inputs' outputs, so that a stale input shows.</summary>
internal sealed class FakeStage(StageKind kind, string setting, params ImmutableArray<string> upstream) : IStage
{
    public string Name { get; init; } = StageNames.NameOf(kind);

    public StageKind Kind => kind;

    public ImmutableArray<string> Upstream => upstream;

    public bool IsSkipped { get; init; }

    public bool MeasuresMachine { get; init; }

    public Action<StageContext>? Also { get; init; }

    public void Describe(FingerprintBuilder description) => description.Add("setting", setting);

    public void Run(StageContext context)
    {
        var inputs = upstream.Select(name => File.ReadAllText(context.Input(name, "out.txt")));
        Also?.Invoke(context);
        File.WriteAllText(context.Output("out.txt"), $"{Name}={setting}({string.Join(',', inputs)})");
    }
}
