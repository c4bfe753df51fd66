using System.Globalization;
using System.Text.RegularExpressions;
using Pruning.Diagnostics;
using Pruning.Pipeline;
using Pruning.Pipeline.Store;
using Xunit.Abstractions;

namespace Pruning.DotnetTool.Interruption;

/// <summary>
/// A build that is killed again and again, in every stage and while it writes, loses at most the epoch that ran, and
/// ends in the bits of one that nobody disturbed. PRUNING_KILL_ROUNDS does it that many times, with other delays each
/// time.
/// </summary>
[Trait("Category", "Slow")]
public sealed partial class KilledBuildTests(ITestOutputHelper output) : IDisposable
{
    private static readonly (string Stage, KillMoment Moment, int LongestDelay)[] Kills =
    [
        ("import", KillMoment.Begun, 0),
        ("import-check", KillMoment.Begun, 50),
        ("train", KillMoment.Begun, 300),
        ("train", KillMoment.WritingCheckpoint, 0),
        ("train", KillMoment.CheckpointKept, 150),
        ("train", KillMoment.Sealing, 0),
        ("train", KillMoment.Published, 0),
        ("sparse-train", KillMoment.Begun, 500),
        ("sparse-train", KillMoment.WritingCheckpoint, 3),
        ("sparse-train", KillMoment.Sealing, 0),
        ("prune-1", KillMoment.Begun, 50),
        ("fine-tune-1", KillMoment.CheckpointKept, 0),
        ("prune", KillMoment.Sealing, 0),
        ("fine-tune", KillMoment.WritingCheckpoint, 0),
        ("fine-tune", KillMoment.Sealing, 3),
        ("export-baseline", KillMoment.Begun, 100),
        ("export", KillMoment.Sealing, 0),
        ("evaluate", KillMoment.Begun, 30),
        ("evaluate-latency", KillMoment.Begun, 100),
        ("gate", KillMoment.WritingOutput, 0),
    ];

    private const int MissesAtOnce = 5;
    private const int MostMisses = 100;

    private readonly TrainedProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Killed_twenty_times_in_a_row_it_ends_in_the_bits_of_an_undisturbed_build()
    {
        Assert.Equal(TrainedProject.Epochs, CompletedEpochs(UndisturbedBuild.Instance.Lines).Count);
        var rounds = int.Parse(
            Environment.GetEnvironmentVariable("PRUNING_KILL_ROUNDS") ?? "1",
            CultureInfo.InvariantCulture
        );
        for (var round = 0; round < rounds; round++)
            KillAndFinish($"killed{round}", new Random(round));
    }

    private void KillAndFinish(string cache, Random random)
    {
        var lines = KillAll(cache, random);
        var last = _project.Build(cache);
        var again = CompletedEpochs([.. lines, .. last])
            .GroupBy(epoch => epoch)
            .Where(same => same.Count() > 1)
            .Select(same => same.Key);
        Assert.Empty(again);
        // Nothing was found damaged, and made anew in silence.
        Assert.DoesNotContain(lines.Concat(last), line =>
            line.Contains("PRUNE3003", StringComparison.Ordinal) || line.Contains("PRUNE900", StringComparison.Ordinal)
        );
        AssertSameBits(cache);
    }

    // Every kill hits. A moment may pass unseen on a busy machine, and then the build is taken back to where it began.
    // After a few misses the kill before is taken back too: its delay may have let the build go past the next moment.
    private List<string> KillAll(string cache, Random random)
    {
        var killed = new KilledBuild(_project, cache, UndisturbedBuild.Instance.Results);
        var saved = new SavedFolders(_project.PathOf($"saved-{cache}"), _project.Cache(cache), _project.Output(cache));
        var said = new List<IReadOnlyList<string>>();
        var (misses, missesHere) = (0, 0);
        saved.Save(0);
        while (said.Count < Kills.Length)
        {
            var (stage, moment, longest) = Kills[said.Count];
            var delay = random.Next(longest + 1);
            var lines = killed.KillAt(stage, moment, delay);
            output.WriteLine($"{stage}: {(lines is null ? "not seen:" : $"killed {delay} ms after")} {moment}");
            if (lines is not null)
            {
                AssertSound(cache);
                said.Add(lines);
                saved.Save(said.Count);
                missesHere = 0;
                continue;
            }

            Assert.True(++misses < MostMisses, $"'{stage}' was never met ({moment}).");
            if (++missesHere == MissesAtOnce && said.Count > 0)
            {
                said.RemoveAt(said.Count - 1);
                missesHere = 0;
            }

            saved.Restore(said.Count);
        }

        return [.. said.SelectMany(lines => lines)];
    }

    // Whatever is in the store under its final name is whole.
    private void AssertSound(string cache)
    {
        var damage = new DiagnosticList();
        var store = new StageStore(_project.Cache(cache), damage);
        foreach (var entry in StoreContents.List(_project.Cache(cache)))
            Assert.True(store.TryOpen(new Fingerprint(entry.Fingerprint)) is not null, string.Join('\n', damage.Items));
    }

    private void AssertSameBits(string cache)
    {
        Assert.Equal(UndisturbedBuild.Instance.Model, File.ReadAllBytes(_project.Model(cache)));
        // Not only the last result: every stage's, but for times that were measured.
        foreach (
            var (stage, expected) in UndisturbedBuild.Instance.Results.Where(entry => entry.Key != "evaluate-latency")
        )
        {
            var actual = StoredResult.FilesOf(_project.Cache(cache), expected.Fingerprint);
            Assert.True(
                expected.Files.SequenceEqual(actual),
                $"{stage}:\n{string.Join('\n', expected.Files)}\n{string.Join('\n', actual)}"
            );
        }
    }

    // Said when their checkpoint is on the disk.
    internal static List<string> CompletedEpochs(IEnumerable<string> lines) =>
        [
            .. lines
                .Select(line => CompletedEpoch().Match(line))
                .Where(match => match.Success)
                .Select(match => match.Value),
        ];

    [GeneratedRegex(@"^[a-z0-9-]+: epoch \d+/\d+(?=, box)")]
    private static partial Regex CompletedEpoch();
}
