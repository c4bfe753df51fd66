using System.Globalization;
using Pruning.Storage;

namespace Pruning.Pipeline.Executors.Slurm;

/// <summary>
/// What a build and the jobs of one step tell each other: <c>slurm/&lt;step&gt;-&lt;fingerprint&gt;/</c> in the
/// project's output folder. The nodes see it under the same path.
/// </summary>
public sealed class JobFolder(string path)
{
    private const string JobVariable = "SLURM_JOB_ID";
    private const string RestartVariable = "SLURM_RESTART_COUNT";

    // Of what a job wrote to its console.
    private const int LongestTail = 600;

    public string Path { get; } = path;

    public static JobFolder Of(string output, PlannedStep step) =>
        new(System.IO.Path.Combine(output, "slurm", $"{step.Stage.Name}-{step.Fingerprint.Hex[..12]}"));

    public string Order => PathOf(JobOrder.FileName);

    public string Request => PathOf(JobOrder.RequestName);

    public string Script => PathOf("job.sh");

    /// <summary>The name of this run of a job in its own process: no other run has it.</summary>
    public static string RunOfThisProcess() => $"{Number(JobVariable)}-{Number(RestartVariable)}";

    /// <summary>Takes what a run of a job tells.</summary>
    public string EventsOf(string run) => PathOf($"events-{run}.jsonl");

    /// <summary>
    /// Forgets what earlier jobs told: a cluster that was set up anew begins to count again. A process that still
    /// writes there tells nobody.
    /// </summary>
    public void Clear()
    {
        foreach (var file in Directory.GetFiles(Path, "events-*.jsonl"))
            File.Delete(file);
    }

    /// <summary>
    /// Removes all of it, as far as no process of the job still writes there: the step has its result, and what the jobs
    /// told was told by the build.
    /// </summary>
    public void Remove() => LeftoverFolder.Remove(Path);

    /// <summary>The file of a job's newest run; null before the first.</summary>
    public string? NewestEvents(string job)
    {
        var prefix = $"events-{job}-";
        try
        {
            return Directory
                .EnumerateFiles(Path, $"{prefix}*.jsonl")
                .OrderByDescending(file => Restart(System.IO.Path.GetFileNameWithoutExtension(file)[prefix.Length..]))
                .FirstOrDefault();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Somebody cleans the project's output. The job ends as it ends, and its result says so.
            return null;
        }
    }

    /// <summary>The end of what a job wrote to its console, in one line; empty where there is nothing.</summary>
    public string TailOf(string job)
    {
        try
        {
            var words = string.Join(
                " | ",
                File.ReadLines(PathOf($"job-{job}.log")).Where(line => !string.IsNullOrWhiteSpace(line)).TakeLast(5)
            );
            return words.Length > LongestTail ? words[^LongestTail..] : words;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);

    private static int Restart(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var restart) ? restart : -1;

    private static string Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text && text.All(char.IsAsciiDigit)
            ? text
            : "0";
}
