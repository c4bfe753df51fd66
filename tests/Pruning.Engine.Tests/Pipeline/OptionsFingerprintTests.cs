using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Stages;
using Pruning.Pruners;

namespace Pruning.Pipeline;

/// <summary>A stage's options are its fingerprint.</summary>
public class OptionsFingerprintTests
{
    private sealed record Inner(double Rate, SourceLocation? Place = null);

    private sealed record Outer(
        int Count,
        string? Name,
        Inner? Within,
        ImmutableArray<Inner> Several,
        TargetMetric Metric,
        [property: JsonIgnore] string Path = ""
    );

    private static readonly Outer Some = new(3, null, new Inner(0.1), [new Inner(2)], TargetMetric.FileSize);

    [Fact]
    public void Each_value_stands_under_its_name() =>
        Assert.Equal(
            ["count=3", "name=(auto)", "within.rate=0.1", "several=1", "several[0].rate=2", "metric=FileSize"],
            new FingerprintBuilder().AddOptions(Some).Entries.Select(entry => $"{entry.Key}={entry.Value}")
        );

    [Fact]
    public void What_is_ignored_and_where_a_setting_stands_make_no_difference() =>
        Assert.Equal(
            Of(Some),
            Of(Some with { Path = "/elsewhere", Within = new Inner(0.1, new SourceLocation("a.pruneproj", 7)) })
        );

    [Fact]
    public void All_else_does()
    {
        Outer[] others =
        [
            Some with
            {
                Count = 4,
            },
            Some with
            {
                Name = "",
            },
            Some with
            {
                Within = null,
            },
            Some with
            {
                Several = [],
            },
            Some with
            {
                Metric = TargetMetric.Flops,
            },
            Some with
            {
                Within = new Inner(0.1000000000000001),
            },
        ];
        Assert.Equal(others.Length + 1, others.Append(Some).Select(Of).Distinct().Count());
    }

    // What a stage cannot see, it cannot depend on unsaid.
    [Fact]
    public void No_stage_sees_more_of_a_project_than_its_own_options()
    {
        var stages = EngineIdentity
            .Assemblies.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(IStage)))
            .ToList();
        Assert.Contains(typeof(SparseTrainStage), stages);
        var seen = stages
            .SelectMany(stage => stage.GetConstructors())
            .SelectMany(constructor => constructor.GetParameters())
            .Select(parameter => parameter.ParameterType);
        Assert.DoesNotContain(seen, type => type == typeof(ProjectOptions) || type == typeof(ProjectInputs));
    }

    private static Fingerprint Of(Outer options) => new FingerprintBuilder().AddOptions(options).Build();
}
