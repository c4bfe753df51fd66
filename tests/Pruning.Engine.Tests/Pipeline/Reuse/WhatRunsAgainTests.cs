using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Stages;
using Pruning.Testing;

namespace Pruning.Pipeline.Reuse;

/// <summary>A change runs the steps again that it feeds, and no others; and a plan foresees it.</summary>
[Collection(TorchCollection.Name)]
public sealed class WhatRunsAgainTests : IDisposable
{
    // The check before training plans the cut too.
    private const string Cut = "import-check resolution sparse-train prune";
    private const string Trainings = "train sparse-train fine-tune";
    private const string Learning = "import-check train resolution sparse-train prune fine-tune";
    private const string Measured =
        "train resolution sparse-train fine-tune evaluate-baseline evaluate evaluate-pictures";
    private const string Nothing = "";

    private readonly TinyClone _clone = new();

    public void Dispose() => _clone.Dispose();

    /// <summary>
    /// Option, what stands in the project before, what stands there afterwards, the steps whose own inputs that
    /// changes.
    /// </summary>
    public static TheoryData<string, string, string, string> Options =>
        new()
        {
            { "BaseModel", "", "other.safetensors", "import" },
            { "Dataset", "", "cells/renamed.yaml", "import" },
            {
                "SingleClass",
                "",
                "true",
                "import import-check train resolution sparse-train prune fine-tune evaluate-baseline evaluate "
                    + "evaluate-baseline-test evaluate-test evaluate-pictures"
            },
            { "StrictData", "", "true", Nothing },
            {
                "ImageSize",
                "",
                "96",
                "import-check train resolution sparse-train prune fine-tune export-baseline export "
                    + "evaluate-pictures evaluate-latency"
            },
            { "BatchSize", "", "3", Learning },
            { "NominalBatch", "", "4", Trainings },
            { "WarmupLimit", "", "0.5", Trainings },
            { "Seed", "", "1", "import import-check train resolution sparse-train prune fine-tune" },
            { "Device", "", "auto", Nothing }, // no other one here
            { "Precision", "", "bf16", "train sparse-train prune fine-tune" },
            { "Precision", "<ImitationSteps>0</ImitationSteps>", "bf16", Trainings },
            { "TrainEpochs", "", "2", "train" },
            { "SparseEpochs", "", "2", "sparse-train" },
            { "FineTuneEpochs", "", "2", "fine-tune" },
            { "SparsityPenalty", "", "0.001", "sparse-train" },
            { "SparsityRegularizer", "", "groups", "sparse-train" },
            { "PenaltySchedule", "<SparsityPenalty>0.001</SparsityPenalty>", "falling", "sparse-train" },
            { "Importance", "", "l1", Cut },
            { "ImportanceBatches", "", "2", Cut },
            { "ImportanceBatches", "<Importance>l1</Importance>", "2", Nothing },
            { "Granularity", "<SparseEpochs>0</SparseEpochs>", "weight", "import-check prune fine-tune" },
            { "Schedule", "", "one-shot", "sparse-train" },
            { "Schedule", "", "early", Nothing }, // what auto is here
            { "Schedule", "", "gradual", "sparse-train" },
            { "Schedule", "<SparseEpochs>0</SparseEpochs>", "sensitivity", "sensitivity" },
            { "Resolution", "", "32", "import-check sparse-train prune" },
            { "Reconstruct", "", "false", "sparse-train prune" },
            { "Reconstruct", "<Schedule>gradual</Schedule>", "false", "prune" },
            { "ImitationSteps", "", "3", "sparse-train prune" },
            { "ImitationSteps", "<Schedule>gradual</Schedule>", "3", "prune" },
            {
                "PruneSteps",
                "<Schedule>iterative</Schedule><PruneSteps>2</PruneSteps><FineTuneEpochs>4</FineTuneEpochs>",
                "3",
                "sparse-train prune-1 fine-tune-1 prune-2 fine-tune-2 prune"
            },
            { "ChannelMultiple", "", "4", Cut },
            { "Activation", "", "relu", "sparse-train prune" },
            { "Activation", "<Schedule>gradual</Schedule>", "leaky-relu", "prune" },
            { "Activation", "", "auto", Nothing }, // what keep is without integers
            { "Freeze", "", "1", "fine-tune" },
            { "LearningRateSchedule", "", "cosine", Trainings },
            { "LabelSmoothing", "", "0.1", Learning },
            { "MultiScale", "", "true", Trainings },
            { "ImageWeights", "", "true", Trainings },
            { "AutoAnchor", "", "false", "train" },
            { "Patience", "", "5", "train fine-tune" },
            { "Distillation", "", "none", "sparse-train fine-tune" },
            { "Distillation", "", "output", Nothing }, // what auto is here
            {
                "Teacher",
                "<Distillation>output</Distillation>",
                "other.safetensors",
                "import-check sparse-train fine-tune"
            },
            { "DistillationOutputWeight", "", "0.5", "sparse-train fine-tune" },
            { "DistillationFeatureWeight", "<Distillation>feature</Distillation>", "0.5", "sparse-train fine-tune" },
            { "DistillationTemperature", "", "2", "sparse-train fine-tune" },
            { "DistillSparseTraining", "", "false", "sparse-train" },
            { "OnnxOpset", "", "15", "export-baseline export" },
            { "Quantization", "", "int8", "quantize" },
            { "Quantization", "<Quantization>int8</Quantization>", "auto", "quantize" },
            { "AccuracyBudget", "<Quantization>int8</Quantization>", "0.1", "quantize" },
            { "CalibrationImages", "<Quantization>int8</Quantization>", "1", "quantize" },
            { "QuantizeAwareEpochs", "<Quantization>int8</Quantization>", "1", "quantize-aware" },
            {
                "CalibrationImages",
                "<Quantization>int8</Quantization><QuantizeAwareEpochs>1</QuantizeAwareEpochs>",
                "1",
                "quantize-aware quantize"
            },
            { "GateSplit", "", "test", "evaluate-baseline evaluate evaluate-pictures" },
            {
                "GateSplit",
                "<Quantization>int8</Quantization>",
                "test",
                "quantize evaluate-baseline evaluate evaluate-pictures"
            },
            { "Hyperparameters", "", "rates.yaml", Learning },
            { "Hyperparameters", "<Importance>l1</Importance>", "rates.yaml", Trainings },
            {
                "Hyperparameters",
                "<Importance>l1</Importance><TrainEpochs>0</TrainEpochs><SparseEpochs>0</SparseEpochs>",
                "rates.yaml",
                "prune fine-tune"
            },
            {
                "Hyperparameters",
                "<Importance>l1</Importance><TrainEpochs>0</TrainEpochs><SparseEpochs>0</SparseEpochs><ImitationSteps>0</ImitationSteps>",
                "rates.yaml",
                "fine-tune"
            },
            { "ImageCacheMemory", "", "0", Nothing },
            { "ImageCacheDisk", "", "0", Nothing },
            { "PruningGateSeverity", "", "warning", Nothing },
            { "PruningAcceptBaseline", "", "true", Nothing },
            { "PruningBaselineAccuracySlack", "", "0.5", Nothing },
            { "PruningBaselineConfidence", "", "0.8", Nothing },
            { "PruningBaselineResamples", "", "100", Nothing },
            { "PruningBaselineCostSlack", "", "0.5", Nothing },
            { "PruningReports", "", "junit", Nothing },
            { "PruningNoCache", "", "true", Nothing },
            { "PruningFailIfNotCached", "", "true", Nothing },
            { "PruningRemoteCache", "", "http://cache.example.org/", Nothing },
            {
                "PruningRemoteCachePush",
                "<PruningRemoteCache>http://cache.example.org/</PruningRemoteCache>",
                "true",
                Nothing
            },
            { "PruningRemoteCacheTimeout", "", "5", Nothing },
            { "PruningExecutor", "", "slurm", Nothing }, // equal results, wherever they are made
            { "SlurmPartition", "<PruningExecutor>slurm</PruningExecutor>", "gpu", Nothing },
            { "SlurmAccount", "<PruningExecutor>slurm</PruningExecutor>", "vision", Nothing },
            { "SlurmTime", "<PruningExecutor>slurm</PruningExecutor>", "60", Nothing },
            { "SlurmMemory", "<PruningExecutor>slurm</PruningExecutor>", "4 GB", Nothing },
            { "SlurmProcessors", "<PruningExecutor>slurm</PruningExecutor>", "8", Nothing },
            { "SlurmGres", "<PruningExecutor>slurm</PruningExecutor>", "gpu:1", Nothing },
            { "SlurmConstraint", "<PruningExecutor>slurm</PruningExecutor>", "avx512", Nothing },
            { "IncludeNms", "", "true", Nothing },
            { "PruningSigningKey", "", "rates.yaml", Nothing }, // read where the model is published
            {
                "PruningSigningPasswordVariable",
                "<PruningSigningKey>rates.yaml</PruningSigningKey>",
                "SIGNING_PASSWORD",
                Nothing
            },
        };

    [Theory]
    [MemberData(nameof(Options))]
    public void An_option_feeds_the_steps_that_it_names(string option, string given, string value, string steps)
    {
        var (before, after) = (Plan(given), Plan($"{given}<{option}>{value}</{option}>"));
        Assert.Equal(steps, Fed(before, after));
    }

    [Fact]
    public void Every_option_that_has_two_values_is_in_the_table()
    {
        // How native libraries are loaded can be chosen once in a process, and is not part of what a stage makes.
        string[] others = ["PruningTorchFolder", "PruningPatchNativeLibraries"];
        Assert.Equal(
            OptionCatalogue.All.Select(option => option.Name).Except(others).Order(),
            Options.Select(row => (string)row[0]).Distinct().Order()
        );
    }

    [Theory]
    [InlineData("""<Gate Include="mAP50" Minimum="0.1" />""", Nothing)]
    [InlineData("""<Gate Include="FileSize" Maximum="9 MB" />""", "resolution")]
    [InlineData("""<SparsityTarget Include="Parameters" Reduction="10%" />""", Cut)]
    [InlineData("""<KeepLayer Include="model.0" />""", Cut)]
    [InlineData("""<LayerSparsity Include="model.1" Ratio="0.1" />""", Cut)]
    [InlineData("""<UnlabeledImages Include="cells/images/test" />""", "sparse-train prune")]
    public void An_item_feeds_the_steps_that_it_is_about(string item, string steps) =>
        Assert.Equal(steps, Fed(Plan(""), Plan("", item)));

    public static TheoryData<string, string> Files =>
        new()
        {
            { "cells/images/train/1.png", Learning },
            { "cells/labels/train/1.txt", Learning },
            { "cells/images/val/0.png", Measured },
            { "cells/labels/val/0.txt", Measured },
            { "cells/images/test/1.png", "evaluate-baseline-test evaluate-test" },
            { "cells/labels/test/1.txt", "evaluate-baseline-test evaluate-test" },
            { "base.safetensors", "import" },
            { "other.safetensors", Nothing },
            { "cells/notes.txt", Nothing },
        };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_feeds_the_steps_that_read_it(string file, string steps)
    {
        var before = Plan("");
        if (file.EndsWith(".png", StringComparison.Ordinal))
            _clone.Draw(
                Path.GetFileName(Path.GetDirectoryName(file))!,
                int.Parse(Path.GetFileNameWithoutExtension(file), System.Globalization.CultureInfo.InvariantCulture),
                grey: 77
            );
        else
            File.AppendAllText(_clone.PathOf(file), "\n");
        Assert.Equal(steps, Fed(before, Plan("")));
    }

    [Fact]
    public void An_image_that_joins_leaves_or_is_renamed_counts()
    {
        var before = Plan("");
        _clone.Draw("train", 9, 99);
        Assert.Equal(Learning, Fed(before, Plan("")));
        File.Delete(_clone.PathOf("cells/images/train/9.png"));
        File.Delete(_clone.PathOf("cells/labels/train/9.txt"));
        Assert.Equal(Nothing, Fed(before, Plan("")));
        File.Move(_clone.PathOf("cells/images/train/0.png"), _clone.PathOf("cells/images/train/8.png"));
        File.Move(_clone.PathOf("cells/labels/train/0.txt"), _clone.PathOf("cells/labels/train/8.txt"));
        Assert.Equal(Learning, Fed(before, Plan("")));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void What_a_plan_says_is_what_a_build_then_does()
    {
        Assert.Equal(Foreseen(_clone.Request()), Ran(_clone.Request()));
        Expect(Nothing, _clone.Request());
        Expect(
            "export-baseline export evaluate-baseline evaluate evaluate-baseline-test evaluate-test "
                + "evaluate-pictures evaluate-latency",
            _clone.Request("<OnnxOpset>15</OnnxOpset>")
        );
        Expect(
            "fine-tune export evaluate evaluate-test evaluate-pictures evaluate-latency",
            _clone.Request("<Freeze>1</Freeze>")
        );
        Expect(
            "import-check resolution sparse-train prune fine-tune export evaluate evaluate-test "
                + "evaluate-pictures evaluate-latency",
            _clone.Request(items: """<KeepLayer Include="model.0" />""")
        );
        Expect(
            "evaluate-baseline evaluate evaluate-pictures",
            _clone.Request("<GateSplit>test</GateSplit><PruningReports>html</PruningReports>")
        );
        Expect(Nothing, _clone.Request(items: """<Gate Include="Flops" Maximum="1 T" />"""));
        File.AppendAllText(_clone.PathOf("cells/labels/test/0.txt"), "\n");
        Expect("evaluate-baseline-test evaluate-test", _clone.Request());
        // Trained before the change; back to it, all of it is there again.
        _clone.Draw("train", 1, 3);
        Expect(
            "import-check train resolution sparse-train prune fine-tune export-baseline export evaluate-baseline "
                + "evaluate evaluate-baseline-test evaluate-test evaluate-pictures evaluate-latency",
            _clone.Request()
        );
        _clone.Draw("train", 1, 240);
        Expect(Nothing, _clone.Request());

        void Expect(string steps, ProjectRequest request)
        {
            Assert.Equal(steps, Foreseen(request));
            Assert.Equal(steps, Ran(request));
        }
    }

    private string Foreseen(ProjectRequest request) =>
        string.Join(
            ' ',
            _clone
                .View(request)
                .Preview(_ => { })
                .Steps.Where(step => step.Outcome == "willRun")
                .Select(step => step.Name)
        );

    private string Ran(ProjectRequest request) => TinyClone.Steps(_clone.Run(request), StageOutcome.Ran);

    private ImmutableArray<PlannedStep> Plan(string properties, string items = "")
    {
        var request = _clone.Request(properties, items);
        var options = ProjectOptions.Read(request, new DiagnosticList());
        return StagePlan.Make(
            StageList.Build(ProjectInputs.Open(request, options, _clone.Cache, new DiagnosticList())),
            StageKind.Gate,
            _ => null
        );
    }

    // The steps whose own inputs differ; that all which read them are made again follows, and no others, is verified
    // beside it.
    private static string Fed(ImmutableArray<PlannedStep> before, ImmutableArray<PlannedStep> after)
    {
        var old = before.ToDictionary(step => step.Stage.Name);
        var again = new HashSet<string>();
        var fed = new List<string>();
        foreach (var step in after)
        {
            var isFed =
                !step.Stage.IsSkipped
                && !(old.TryGetValue(step.Stage.Name, out var known) && Own(known).SequenceEqual(Own(step)));
            if (isFed)
                fed.Add(step.Stage.Name);
            if (
                isFed
                || step.Stage.Upstream.Any(again.Contains)
                || !UpstreamOf(old, step.Stage.Name).SequenceEqual(step.Stage.Upstream)
            )
                again.Add(step.Stage.Name);
            Assert.Equal(
                again.Contains(step.Stage.Name),
                !old.TryGetValue(step.Stage.Name, out var stored) || stored.Fingerprint != step.Fingerprint
            );
        }

        return string.Join(' ', fed);
    }

    private static ImmutableArray<string> UpstreamOf(Dictionary<string, PlannedStep> steps, string name) =>
        steps.TryGetValue(name, out var step) ? step.Stage.Upstream : [];

    private static IEnumerable<KeyValuePair<string, string>> Own(PlannedStep step) =>
        step.Inputs.Where(input => !input.Key.StartsWith("from ", StringComparison.Ordinal));
}
