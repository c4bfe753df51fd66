using Pruning.Diagnostics;
using Pruning.Pipeline.Stages;
using Pruning.Storage;
using Pruning.Testing;

namespace Pruning.Pipeline.Reuse;

/// <summary>
/// Nothing is done twice: not in another folder, not with other time stamps, and not on another machine that shares a
/// cache.
/// </summary>
[Collection(TorchCollection.Name)]
public sealed class FreshCloneTests : IDisposable
{
    private const string Trainings = "train resolution sparse-train prune fine-tune";
    private const string Everything =
        $"import import-check {Trainings} export-baseline export evaluate-baseline evaluate "
        + $"evaluate-baseline-test evaluate-test evaluate-pictures evaluate-latency";

    private readonly LocalCache _remote = new();

    public void Dispose() => _remote.Dispose();

    [Fact]
    public void A_clone_elsewhere_with_only_the_remote_cache_trains_nothing()
    {
        using var first = new TinyClone("home/first");
        var made = first.Run(first.Request(Shared(push: true)));
        Assert.Equal(Everything, TinyClone.Steps(made, StageOutcome.Ran));
        Assert.Empty(Warnings(first));
        // What goes to the remote is what the stages made, and not where.
        Assert.All(_remote.Files.Where(file => file.Key.StartsWith("ac/", StringComparison.Ordinal)), file =>
            Assert.DoesNotContain(
                first.PathOf("."),
                System.Text.Encoding.UTF8.GetString(file.Value),
                StringComparison.Ordinal
            )
        );

        using var second = new TinyClone("builds/7/second");
        var planned = second.View(second.Request(Shared(push: false))).Preview(_ => { });
        Assert.Equal(
            "",
            string.Join(
                ' ',
                planned.Steps.Where(step => step.Outcome is "willRun" or "cached").Select(step => step.Name)
            )
        );
        Assert.Contains("are done", planned.Remark, StringComparison.Ordinal);
        var got = second.Run(
            second.Request(Shared(push: false) + "<PruningFailIfNotCached>true</PruningFailIfNotCached>")
        );
        Assert.Equal(
            ("", Trainings),
            (TinyClone.Steps(got, StageOutcome.Ran), TinyClone.Steps(got, StageOutcome.NotNeeded))
        );
        Assert.Equal(
            string.Join(' ', planned.Steps.Where(step => step.Outcome == "willFetch").Select(step => step.Name)),
            TinyClone.Steps(got, StageOutcome.Fetched)
        );
        Assert.Equal(made.Report!.Model.Summary.Sha256, got.Report!.Model.Summary.Sha256);
        Assert.Equal(
            File.ReadAllBytes(first.PathOf("obj/pruning/Detector.onnx")),
            File.ReadAllBytes(second.PathOf("obj/pruning/Detector.onnx"))
        );
        Assert.Contains(
            "\"fetched\"",
            File.ReadAllText(second.PathOf("obj/pruning/report.json")),
            StringComparison.Ordinal
        );
        Assert.Empty(Warnings(second));
    }

    [Fact]
    public void A_clone_elsewhere_with_a_warm_local_cache_makes_nothing()
    {
        using var first = new TinyClone("home/first");
        var made = first.Run();
        using var second = new TinyClone("work/in/another/place");
        var again = second.Run(second.Request() with { CacheDirectory = first.Cache });
        Assert.Equal(
            (Everything, ""),
            (TinyClone.Steps(again, StageOutcome.Cached), TinyClone.Steps(again, StageOutcome.Ran))
        );
        Assert.Equal(made.Report!.Model.Summary.Sha256, again.Report!.Model.Summary.Sha256);
    }

    [Fact]
    public void Touching_files_changes_nothing()
    {
        using var clone = new TinyClone();
        clone.Run();
        foreach (var file in Directory.GetFiles(clone.PathOf("."), "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(-5));
        Assert.Equal("", TinyClone.Steps(clone.Run(), StageOutcome.Ran));
    }

    [Fact]
    public void Images_that_lie_elsewhere_are_known_by_how_they_lie_to_each_other()
    {
        string Of(string at)
        {
            using var clone = new TinyClone($"{at}/clone");
            var shared = Path.GetFullPath(clone.PathOf("../shared"));
            Directory.CreateDirectory(shared);
            Directory.Move(clone.PathOf("cells/images"), Path.Combine(shared, "images"));
            Directory.Move(clone.PathOf("cells/labels"), Path.Combine(shared, "labels"));
            clone.Draw("train", 7, 7);
            clone.Write(
                "cells/far.yaml",
                $"path: {shared}\ntrain: images/train\nval: images/val\nnames: [dark, light]\n"
            );
            clone.Write(
                "cells/mixed.yaml",
                $"train: [images/train, {shared}/images/test]\nval: {shared}/images/val\nnames: [dark, light]\n"
            );
            return $"{Splits(clone.PathOf("cells/far.yaml"))} {Splits(clone.PathOf("cells/mixed.yaml"))}";
        }

        Assert.Equal(Of("a"), Of("much/deeper/down"));
    }

    [Fact]
    public void The_search_for_a_size_is_not_done_again_elsewhere()
    {
        const string Search = """<SparsityTarget Include="MaximumDrop" Value="1" />""";
        const string Untrained =
            "<SparseEpochs>0</SparseEpochs><FineTuneEpochs>0</FineTuneEpochs><ChannelMultiple>1</ChannelMultiple><Importance>l2</Importance>";
        using var first = new TinyClone();
        var made = first.Run(first.Request(Untrained + Shared(push: true), target: Search));
        using var second = new TinyClone("elsewhere");
        var request = second.Request(Untrained + Shared(push: false), target: Search);
        var planned = second.View(request).Preview(_ => { });
        Assert.DoesNotContain(planned.Steps, step => step.Outcome == "willRun");
        var got = second.Run(request);
        Assert.Equal(made.Report!.Trials!.Value.AsEnumerable(), got.Report!.Trials!.Value.AsEnumerable());
        Assert.Equal("", TinyClone.Steps(got, StageOutcome.Ran));
        Assert.Equal(Assert.Single(made.Report.Targets), Assert.Single(got.Report.Targets));
    }

    private static string Splits(string yaml)
    {
        var diagnostics = new DiagnosticList();
        var splits = new SplitHashes(Data.Dataset.Load(yaml, diagnostics), FileHashes.Fresh(), diagnostics);
        return $"{splits.Of("train")} {splits.Of("val")}";
    }

    private string Shared(bool push) =>
        $"<PruningRemoteCache>{_remote.Address}</PruningRemoteCache><PruningRemoteCachePush>{push}</PruningRemoteCachePush>";

    private static IEnumerable<string> Warnings(TinyClone clone) =>
        clone
            .Diagnostics.Where(one => one.Code.Id.StartsWith("PRUNE9", StringComparison.Ordinal))
            .Select(one => one.ToString());
}
