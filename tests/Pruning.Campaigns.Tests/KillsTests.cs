using Pruning.Benchmarks.Kills;
using Pruning.Benchmarks.Measuring;
using Pruning.Testing;

namespace Pruning.Benchmarks;

/// <summary>
/// The campaign of kills, a short one: builds by either front end, with the package that this repository's build
/// leaves, killed at moments that nobody chose, or failed by a remote cache. The engine's own tests kill it in each
/// stage and in the middle of each kind of writing; this is what is left to the front ends and to chance.
/// </summary>
public sealed class KillsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("benchmarks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [UnixTheory]
    [Trait("Category", "Slow")]
    [InlineData(nameof(FrontEnd.Tool), 2, 1)]
    [InlineData(nameof(FrontEnd.MSBuild), 1, 0)]
    public void Builds_that_are_disturbed_go_on_and_end_in_the_bits_of_an_undisturbed_one(
        string frontEnd,
        int kills,
        int remotes
    )
    {
        var log = Path.Combine(_folder, "kills.jsonl");
        string[] counts = ["--kills", $"{kills}", "--remotes", $"{remotes}", "--seed", "6"];
        var (table, _) = ChildProcess
            .Dotnet(
                Path.Combine(AppContext.BaseDirectory, "Pruning.Benchmarks.dll"),
                ["kills", "--front", frontEnd, .. counts, "--log", log]
            )
            .Run();

        var rounds = new CampaignLog(log).Read();
        Assert.All(rounds, round => Assert.Equal((true, 0, 0), (round.SameBits, round.Lost, round.Faults.Length)));
        Assert.True(rounds.Sum(round => round.Kills.Length) >= kills, table);
        Assert.True(rounds.Sum(round => round.Troubles.Length) >= remotes, table);
        Assert.All(rounds.SelectMany(round => round.Kills), kill => Assert.InRange(kill.Repeated, 0, 1));
        Assert.Contains(
            "finished epochs and steps that were lost: 0; other faults: 0",
            table,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("train", "  train: started", "")]
    [InlineData("train", "Detector: train", "")]
    [InlineData(null, "Detector: train", "train: done in 0.3 s")]
    [InlineData(null, "  train: started", "  train: done in 0.3 s")]
    [InlineData("train", "Detector: train", "train: epoch 1/3, box 0.1, obj 0.2, cls 0.3, 9.9 images/s")]
    [InlineData("train", "Detector: train", "Detector: 3 % train epoch 1/3, 0:10 left, all 0:30, 3 %")]
    public void Lines_of_either_front_end_tell_what_is_at_work(string? running, params string[] lines)
    {
        var diary = new BuildDiary();
        foreach (var line in lines)
            diary.Add(line, 1);
        Assert.Equal(running, diary.Running);
        Assert.Equal(
            lines.Any(line => line.StartsWith("train: epoch", StringComparison.Ordinal)) ? 1 : 0,
            diary.Epochs.Count
        );
    }

    [Fact]
    public void What_was_told_as_finished_and_is_done_again_is_lost()
    {
        var round = new RoundDiary();
        string[][] builds =
        [
            ["train: epoch 1/3, box 1", "train: epoch 2/3, box 1"],
            ["train: epoch 3/3, box 1", "train: done in 1.0 s"],
            ["train: up to date"],
            ["Detector: train", "train: epoch 3/3, box 1"],
        ];
        foreach (var lines in builds)
        {
            var build = new BuildDiary();
            foreach (var line in lines)
                build.Add(line, 1);
            round.Add(build);
        }

        Assert.Equal(
            ["'train' was finished, and ran again", "epoch 3 of 'train' was finished, and ran again"],
            round.Lost
        );
        Assert.Equal((4, 4), (round.Builds, round.Epochs));
    }
}
