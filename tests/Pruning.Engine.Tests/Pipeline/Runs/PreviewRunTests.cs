using Pruning.Reporting;
using Pruning.Testing;

namespace Pruning.Pipeline.Runs;

/// <summary>What a preview says is what a build then does.</summary>
[Collection(TorchCollection.Name)]
public sealed class PreviewRunTests : PipelineRunTest
{
    [Fact]
    public void A_preview_trains_nothing_and_says_what_a_build_then_does()
    {
        var request = Clone.Request();

        var first = Preview(request);
        Assert.Empty(Directory.GetFiles(Clone.Cache, "*.safetensors", SearchOption.AllDirectories));
        Assert.Equal(("import", false, null), (first.PlannedOn, first.IsNetworkToPrune, first.Error));
        Assert.Equal(
            "import import-check train resolution sparse-train prune fine-tune export-baseline export "
                + "evaluate-baseline evaluate evaluate-baseline-test evaluate-test evaluate-pictures evaluate-latency",
            Outcomes(first, "willRun")
        );
        var target = Assert.Single(first.Targets);
        Assert.True(target.Met);
        Assert.InRange(target.Planned / target.Dense, 0.6, 0.7);

        RunTo(StageKind.Train, request);
        var trained = Preview(request);
        // The schedule is early: that very network is cut before sparse training.
        Assert.Equal(("train", true), (trained.PlannedOn, trained.IsNetworkToPrune));
        Assert.Equal("import import-check train", Outcomes(trained, "cached"));
        var looks = Looks();
        var again = Preview(request);
        Assert.Equal((trained.After, trained.Accuracy), (again.After, again.Accuracy));
        Assert.Equal(looks, Looks());

        var report = RunTo(StageKind.Gate, request).Report!;
        var done = Preview(request);
        Assert.Equal(("", true), (Outcomes(done, "willRun"), done.IsNetworkToPrune));
        Assert.Equal(
            (report.Model.Summary.Parameters, report.Model.Summary.Flops, report.Baseline.Summary.Parameters),
            (done.After!.Parameters, done.After.Flops, done.Before!.Parameters)
        );
        Assert.Equal(
            (trained.After!.Parameters, trained.After.Flops, null),
            (done.After.Parameters, done.After.Flops, done.Accuracy)
        );
        // Digits in the metadata (the model's hash, its stage) make the rest; what is written behind what was measured
        // is not foreseen.
        var measured = report.Model.Summary.FileSize - BillLength();
        Assert.InRange(done.After.FileSize, measured - 200, measured + 200);
        Assert.Equal(
            report.Model.Summary.Layers.Select(layer => layer.Channels),
            done.Layers.Select(layer => layer.After.Outputs)
        );
        Assert.Equal(done.After.Parameters, done.Layers.Sum(layer => layer.After.Parameters));
        Assert.Contains("detection head", done.Layers[^1].HeldBecause[0], StringComparison.Ordinal);
    }

    // Whole blocks only go from a network that has some.
    [Theory]
    [InlineData("layer", "<BaseModel>yolov5n</BaseModel><ImportanceBatches>1</ImportanceBatches>", "Flops", "6%")]
    [InlineData("weight", "", "Parameters", "50%")]
    [InlineData("2:4", "", null, null)]
    public void Another_granularity_is_previewed_built_and_reported(
        string granularity,
        string properties,
        string? metric,
        string? reduction
    )
    {
        var target = metric is null ? "" : $"""<SparsityTarget Include="{metric}" Reduction="{reduction}" />""";
        var project = Clone.Request(
            $"<Granularity>{granularity}</Granularity><SparseEpochs>0</SparseEpochs>{properties}",
            target: target
        );

        var preview = Preview(project);
        Assert.Null(preview.Error);
        Assert.Equal("skipped", preview.Steps.Single(step => step.Name == "sparse-train").Outcome);
        Assert.All(preview.Targets, planned => Assert.True(planned.Met));
        Assert.DoesNotContain(preview.Layers, layer => layer.After.Outputs == 0 && !layer.HeldBecause.IsEmpty);

        var report = Clone.Run(project).Report!;
        var (before, after) = (report.Baseline.Summary, report.Model.Summary);
        if (granularity == "layer")
        {
            Assert.True(after.Flops <= 0.94 * before.Flops && after.Layers.Length < before.Layers.Length);
            Assert.False(after.IsSparse);
            return;
        }

        Assert.Equal((before.Parameters, before.Flops), (after.Parameters, after.Flops));
        // Half of everything trainable, or of all layers but the stem.
        Assert.InRange(after.Zeros / (double)after.Parameters, 0.47, 0.51);
        Assert.True(
            after.CompressedSize < 0.75 * before.CompressedSize,
            $"{after.CompressedSize} of {before.CompressedSize}"
        );
        Assert.Contains(
            "not the latency",
            MarkdownReport
                .Write(report)
                .Replace("neither the file itself nor the latency", "not the latency", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    private (string Path, DateTime Written)[] Looks() =>
        [
            .. Directory
                .GetFiles(Path.Combine(Clone.Cache, "looks"))
                .Select(path => (path, File.GetLastWriteTimeUtc(path)))
                .Order(),
        ];
}
