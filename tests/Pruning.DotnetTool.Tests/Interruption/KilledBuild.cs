using System.Diagnostics;

namespace Pruning.DotnetTool.Interruption;

/// <summary>One build that is killed at a moment: SIGKILL, of which a process learns nothing.</summary>
/// <param name="project">What is built.</param>
/// <param name="cache">Where.</param>
/// <param name="results">Of an undisturbed build, by stage.</param>
internal sealed class KilledBuild(
    TrainedProject project,
    string cache,
    IReadOnlyDictionary<string, StoredResult> results
)
{
    /// <param name="delay">Milliseconds from that moment on.</param>
    /// <returns>
    /// What the build said until it died; null where the moment had passed before it was seen, and the stage was over,
    /// or the whole build.
    /// </returns>
    public IReadOnlyList<string>? KillAt(string stage, KillMoment moment, int delay)
    {
        var (root, fingerprint) = (project.Cache(cache), results.GetValueOrDefault(stage)?.Fingerprint ?? "none");
        var (entry, work) = (Path.Combine(root, fingerprint), Path.Combine(root, "work", fingerprint));
        var (clock, earlier) = (Stopwatch.StartNew(), CheckpointTime(work));
        using var run = ProgramRun.Start([.. project.Engine(cache)]);
        while (true)
        {
            // Behind the last training there are but tenths of a second, which a busy machine may let pass unseen.
            var hasEnded = run.HasExited;
            Assert.False(
                hasEnded && run.WaitForExit() != ExitCodes.Success,
                $"The build failed before '{stage}' could be killed ({moment}):\n{run.Text}"
            );
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), $"'{stage}' never got there ({moment}):\n{run.Text}");
            var isOver = hasEnded || Directory.Exists(entry);
            var isNow =
                !hasEnded
                && moment switch
                {
                    KillMoment.Begun => HasBegun(),
                    KillMoment.WritingCheckpoint => Any(work, "training.checkpoint.*.tmp"),
                    KillMoment.CheckpointKept => CheckpointTime(work) != earlier,
                    KillMoment.Sealing => Under(root, $"{fingerprint}.tmp-*")
                        .Any(folder => Any(folder, "manifest.json.*.tmp")),
                    KillMoment.Published => isOver,
                    _ => Any(project.Output(cache), "*.tmp"),
                };
            if (!isNow && !isOver)
            {
                // Short moments are met only by who looks all the time. To look like that before their stage begins would
                // but keep a core from others.
                var mayBeSoon = moment == KillMoment.WritingOutput || IsShort(moment) && HasBegun();
                Thread.Sleep(mayBeSoon ? 0 : 1);
                continue;
            }

            Thread.Sleep(isNow ? delay : 0);
            run.Kill();
            run.WaitForExit();
            return isNow ? run.Lines : null;
        }

        bool HasBegun() => Any(root, $"{fingerprint}.tmp-*");
    }

    private static bool IsShort(KillMoment moment) => moment is KillMoment.WritingCheckpoint or KillMoment.Sealing;

    private static DateTime CheckpointTime(string work) =>
        File.GetLastWriteTimeUtc(Path.Combine(work, "training.checkpoint"));

    private static bool Any(string folder, string pattern) => Under(folder, pattern).Length > 0;

    // What it looks at comes and goes meanwhile.
    private static string[] Under(string folder, string pattern)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder, pattern) : [];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}
