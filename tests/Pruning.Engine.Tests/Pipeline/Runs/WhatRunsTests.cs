using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Pipeline.Store;
using Pruning.Pruners;
using Pruning.Testing;

namespace Pruning.Pipeline.Runs;

/// <summary>The whole pipeline, build after build: what runs, what does not, and what it leaves.</summary>
[Collection(TorchCollection.Name)]
public sealed partial class WhatRunsTests : PipelineRunTest
{
    [Fact]
    public void Does_what_changed_and_nothing_else()
    {
        var first = Run("0");

        Assert.Equal(
            "import import-check train resolution sparse-train prune fine-tune export-baseline export "
                + "evaluate-baseline evaluate evaluate-baseline-test evaluate-test evaluate-pictures evaluate-latency",
            Ran(first)
        );
        Assert.True(first.Passed);
        var report = first.Report!;
        Assert.InRange(
            report.Model.Summary.Flops,
            0.6 * report.Baseline.Summary.Flops,
            0.7 * report.Baseline.Summary.Flops
        );
        Assert.Equal((2, 2), (report.Model.Accuracy.Images, report.Model.Test!.Images));
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Output("Detector.onnx")))),
            report.Model.Summary.Sha256
        );

        foreach (var stage in (string[])["train", "sparse-train", "fine-tune"])
        {
            Assert.Equal(2, File.ReadAllLines(Output($"{stage}.csv")).Length);
            Assert.Contains(Output($"{stage}.jsonl"), File.ReadAllLines(Output("outputs.txt")));
        }

        // What sparse training has trained is what is cut: nothing is fitted or learnt a second time.
        var trained = SafetensorsFile.Load(FileOf(first, "sparse-train"));
        var plan = PrunePlan.FromJson(File.ReadAllText(FileOf(first, "prune", "plan.json")));
        var pruned = SafetensorsFile.Load(FileOf(first, "prune"));
        Assert.All(
            Surgery
                .Prune(trained, plan)
                .Parameters.Where(parameter => !parameter.Name.Contains("running", StringComparison.Ordinal)),
            parameter => Assert.Equal(parameter.Values, pruned.Parameters[parameter.Name].Values)
        );

        var details = report.Details!;
        Assert.Equal(["train", "sparse-train", "fine-tune"], details.Trainings.Select(curve => curve.Stage));
        Assert.Equal((2, 2, 2), (details.Pictures.Length, details.Baseline.Length, details.Model.Length));
        Assert.Equal(details.Scales!.Before.Sum(), details.Scales.After.Sum());
        Assert.All(details.Pictures, picture => Assert.Equal([0xFF, 0xD8], picture.Jpeg.Take(2)));
        Assert.InRange(new FileInfo(Output("report.html")).Length, 20_000, 2_000_000);

        Assert.Contains(
            "\"end\": \"epochs\"",
            File.ReadAllText(FileOf(first, "train", "training.json")),
            StringComparison.Ordinal
        );
        Assert.Equal("", Ran(Run("0")));
        Touch();
        Assert.Equal("", Ran(Run("0")));

        var failing = Run("0.999");
        Assert.Equal("", Ran(failing));
        Assert.False(failing.Passed);
        Assert.False(File.Exists(Output("Detector.onnx")));
        Assert.Equal((Codes.GateFailed, 8), (Clone.Diagnostics[^1].Code, Clone.Diagnostics[^1].Location!.Value.Line));

        // Accepting takes what is there, makes nothing, and binds the next builds.
        Assert.Equal(
            "",
            Ran(
                Clone.Run(
                    Clone.Request(
                        "<PruningAcceptBaseline>true</PruningAcceptBaseline><PruningFailIfNotCached>true</PruningFailIfNotCached>"
                    )
                )
            )
        );
        Assert.True(Run("0").Report!.Locked!.Passed);
        var lockFile = Directory.GetFiles(Clone.PathOf("."), "*.pruning.lock.json").Single();
        File.WriteAllText(lockFile, LockedFileSize().Replace(File.ReadAllText(lockFile), "${1}1000"));
        Assert.False(Run("0").Passed);
        Assert.Equal(Codes.BaselineWorse, Clone.Diagnostics[^1].Code);
        File.Delete(lockFile);

        // What a build asks first: which stages are worth starting the engine for.
        RunTo(StageKind.Train, Clone.Request("<FineTuneEpochs>2</FineTuneEpochs>"));
        Assert.Equal(["fine-tune", "export", "evaluate"], File.ReadAllLines(Output("pending.txt")));
        Assert.Contains(Clone.PathOf("base.safetensors"), File.ReadAllLines(Output("inputs.txt")));

        Assert.Equal(
            "fine-tune export evaluate evaluate-test evaluate-pictures evaluate-latency",
            Ran(Run("0", "<FineTuneEpochs>2</FineTuneEpochs>"))
        );

        File.AppendAllText(Clone.PathOf("cells/labels/test/0.txt"), "\n");
        Assert.Equal("evaluate-baseline-test evaluate-test", Ran(Run("0")));
    }

    // Such as in a cache that forgets what was not asked for in a long time.
    [Fact]
    public void What_nothing_needs_any_more_is_not_made_again()
    {
        Run("0");
        foreach (var stage in (string[])["train", "prune"])
            Forget(stage);
        foreach (var target in (StageKind[])[StageKind.Train, StageKind.Prune, StageKind.Gate])
            Assert.Equal("", Ran(RunTo(target, Request("0"))));

        // What comes after the cut again needs it.
        Forget("fine-tune");
        Forget("export");
        Assert.Equal("train", Ran(RunTo(StageKind.Train, Request("0"))));
    }

    private void Forget(string stage) =>
        Directory.Delete(
            Path.Combine(
                Clone.Cache,
                StoreContents.List(Clone.Cache).Single(entry => entry.Stage == stage).Fingerprint
            ),
            recursive: true
        );

    private void Touch()
    {
        foreach (var file in Directory.GetFiles(Clone.PathOf("cells"), "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(-5));
    }

    private PipelineResult Run(string minimum, string properties = "") => Clone.Run(Request(minimum, properties));

    private ProjectRequest Request(string minimum, string properties = "") =>
        Clone.Request(properties, $"""<Gate Include="mAP50" Minimum="{minimum}" />""");

    [GeneratedRegex("(\"FileSize\": )[0-9]+")]
    private static partial Regex LockedFileSize();
}
