using System.Collections.Immutable;
using System.Globalization;
using Pruning.Benchmarks.Inputs;
using Pruning.Diagnostics;
using Pruning.Pipeline;
using Pruning.Pipeline.Stages;
using Pruning.Reporting;

namespace Pruning.Benchmarks.Slimming;

/// <summary>
/// How well each way of slimming keeps accuracy on a set: the pipeline as a build runs it, all from one dense network,
/// trained with seed 0, with the same epochs after it; beside it dense trainings of several lengths. A Markdown table,
/// written row by row.
/// </summary>
internal sealed class SlimmingTable(
    SlimmingSettings settings,
    string model,
    SlimmingSet set,
    WorkFolder folder,
    TextWriter output,
    TextWriter messages
)
{
    public void Run()
    {
        output.WriteLine(
            Text(
                $"{set.Name}: {set.ImageSize} px, {settings.Dense[0]} dense + {settings.Sparse} sparse + {settings.Tuned} fine-tuning epochs"
            )
        );
        output.WriteLine();
        output.WriteLine(
            $"| network | seed | FLOPs | resolution | right after the cut, weights fitted | val mAP50 | val mAP50-95 |{(settings.ShowsTest ? " test mAP50 | test mAP50-95 |" : "")} parameters | latency ratio |"
        );
        output.WriteLine($"|---|---|---|---|---|---|---|{(settings.ShowsTest ? "---|---|" : "")}---|---|");
        // Rows of dense networks alone need none.
        var cut = new Lazy<string>(Cut);
        foreach (var seed in settings.Seeds)
        {
            foreach (var epochs in settings.Dense.Where(epochs => settings.Wants(DenseName(epochs))))
                WriteRow(
                    DenseName(epochs),
                    seed,
                    null,
                    Dense(epochs, seed, settings.Set).RunTo(StageKind.Gate).Report!.Baseline,
                    null
                );
            foreach (var reduction in settings.Reductions)
            {
                foreach (
                    var trial in SlimmingTrial
                        .All(settings.Sparse, settings.Tuned)
                        .Where(trial =>
                            settings.Wants(trial.Name) && (!trial.TakesUnlabeled || set.Unlabeled is not null)
                        )
                )
                    Measure(trial, cut.Value, reduction, seed);
            }
        }

        output.WriteLine();
    }

    private void Measure(SlimmingTrial trial, string cut, int reduction, int seed)
    {
        var name = Text($"{trial.Name}, -{reduction} %");
        messages.WriteLine(Text($"slimming: {set.Name}, {name}, seed {seed}"));
        try
        {
            var request = Request(
                name,
                cut,
                seed,
                0,
                reduction,
                settings.Sparse,
                settings.Tuned,
                trial.For(reduction, settings.Tuned, set.ImageSize).Concat(settings.Set),
                trial.TakesUnlabeled ? set.Unlabeled : null
            );
            var left = new ProjectView(request, UnheardDiagnostics.Instance).Preview(_ => { }).Accuracy?.Fitted;
            var report = new PipelineRun(request, UnheardDiagnostics.Instance).RunTo(StageKind.Gate).Report!;
            WriteRow(name, seed, left, report.Model, report);
        }
        catch (PruneException failure)
        {
            // Out of reach for this one; the others go on.
            output.WriteLine(
                $"| {name} | {seed} | {failure.Diagnostic.Code}: {failure.Message.ReplaceLineEndings(" ")} |"
            );
        }
    }

    /// <summary>How a dense training's row is called.</summary>
    public static string DenseName(int epochs) => Text($"dense {epochs}");

    // The network that all of them cut.
    private string Cut()
    {
        var trained = Dense(settings.Dense[0], seed: 0, []).RunTo(StageKind.Train);
        return trained.Steps.Single(step => step.Kind == StageKind.Train).Entry!.PathOf(StageFiles.Network);
    }

    // The least that a project can ask for, untrained: only its baseline is looked at.
    private PipelineRun Dense(int epochs, int seed, ImmutableArray<(string, string)> special)
    {
        messages.WriteLine(Text($"slimming: {set.Name}, {DenseName(epochs)}, seed {seed}"));
        return new PipelineRun(
            Request(DenseName(epochs), model, seed, epochs, reduction: 1, sparse: 0, tuned: 0, special),
            UnheardDiagnostics.Instance
        );
    }

    private ProjectRequest Request(
        string name,
        string start,
        int seed,
        int dense,
        int reduction,
        int sparse,
        int tuned,
        IEnumerable<(string, string)> special,
        string? unlabeled = null
    )
    {
        IEnumerable<(string Property, string Value)> common =
        [
            ("BaseModel", start),
            ("Dataset", set.Yaml),
            ("ImageSize", Text($"{set.ImageSize}")),
            ("Seed", Text($"{seed}")),
            ("PruningReports", "none"),
            ("SingleClass", set.IsOneClass ? "true" : "false"),
            ("TrainEpochs", Text($"{dense}")),
            ("SparseEpochs", Text($"{sparse}")),
            ("FineTuneEpochs", Text($"{tuned}")),
        ];
        var project = folder.PathOf("Slimming.pruneproj");
        // Messages have their places in it.
        File.WriteAllText(project, "<Project Sdk=\"Pruning.Tasks\" />");
        return new ProjectRequest(
            project,
            "Slimming",
            folder.Fresh(string.Concat(name.Select(letter => char.IsLetterOrDigit(letter) ? letter : '-')) + seed),
            settings.Cache,
            // The last one of a name counts.
            [
                .. common
                    .Concat(special)
                    .Select(pair => new ProjectSetting(pair.Item1, pair.Item2, new SourceLocation(project))),
            ],
            [
                Item("SparsityTarget", "Flops", "Reduction", Text($"{reduction}%")),
                Item("Gate", "mAP50-95", "Minimum", "0"),
                .. unlabeled is null ? [] : new[] { Item("UnlabeledImages", unlabeled) },
            ]
        );
        ProjectItem Item(string type, string include, params IEnumerable<string> metadata) =>
            new(
                type,
                include,
                metadata
                    .Chunk(2)
                    .ToImmutableSortedDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase),
                new SourceLocation(project)
            );
    }

    private void WriteRow(string name, int seed, double? left, ModelReport model, RunReport? against)
    {
        output.WriteLine(
            $"| {name} | {seed} | {model.Summary.Flops / 1e9:0.000} G | {model.Summary.Resolution ?? model.Summary.ImageSize} | {(left is { } fitted ? Text($"{fitted:0.0000}") : "")} | {Of(model.Accuracy)} |{(settings.ShowsTest ? $" {(model.Test is { } test ? Of(test) : " | ")} |" : "")} {model.Summary.Parameters.ToString("#,0", CultureInfo.InvariantCulture)} | {(against is null ? "1" : Text($"{against.Latency.Ratio:0.000} ({against.Latency.RatioLow:0.000}-{against.Latency.RatioHigh:0.000})"))} |"
        );
        output.Flush();
    }

    private static string Of(AccuracyReport accuracy) =>
        Text($"{accuracy.Metrics.Map50:0.0000} | {accuracy.Metrics.Map5095:0.0000}");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
