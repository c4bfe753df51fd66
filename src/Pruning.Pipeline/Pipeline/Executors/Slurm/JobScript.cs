using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pruning.Pipeline.Options;

namespace Pruning.Pipeline.Executors.Slurm;

/// <summary>The script of a job, and what <c>sbatch</c> is told about it.</summary>
internal static class JobScript
{
    /// <summary>
    /// Seconds before its time is over at which a job is told so: more than writing a large checkpoint to a busy disk
    /// takes. Slurm looks at times once in a while, and may tell it a minute earlier.
    /// </summary>
    private const int Notice = 60;

    /// <param name="engine">Program and first arguments.</param>
    /// <param name="order">The path of the order.</param>
    public static string Text(ImmutableArray<string> engine, string order, int processors)
    {
        var command = string.Join(' ', engine.Append("job").Append("--order").Append(order).Select(Quoted));
        var count = processors.ToString(CultureInfo.InvariantCulture);
        // exec: the engine itself gets the signals that Slurm sends to the batch script.
        return $"""
            #!/bin/bash
            # Written by a build of Pruning.Build for one of its stages.
            export DOTNET_PROCESSOR_COUNT={count}
            exec {command}

            """.ReplaceLineEndings("\n");
    }

    /// <summary>All of <c>sbatch</c>'s arguments.</summary>
    /// <param name="folder">Takes what the job writes to its console.</param>
    public static ImmutableArray<string> Arguments(SlurmOptions asked, string name, string folder, string script) =>
        [
            "--parsable",
            $"--job-name={name}",
            // A lost node's job begins again on another one.
            "--requeue",
            "--open-mode=append",
            // A per cent sign in a folder's name is one, and no pattern of Slurm's.
            $"--output={folder.Replace("%", "%%", StringComparison.Ordinal)}/job-%j.log",
            "--export=ALL",
            "--nodes=1",
            "--ntasks=1",
            "-c",
            Number(asked.Processors),
            $"--mem={Number((asked.Memory + (1 << 20) - 1) >> 20)}M",
            "-t",
            Number((long)asked.Time.TotalMinutes),
            $"--signal=B:TERM@{Notice}",
            .. Given("--partition", asked.Partition),
            .. Given("--account", asked.Account),
            .. Given("--gres", asked.Gres),
            .. Given("--constraint", asked.Constraint),
            script,
        ];

    /// <summary>A word of the shell that means the text, whatever is in it.</summary>
    public static string Quoted(string text) =>
        new StringBuilder("'").Append(text.Replace("'", "'\\''", StringComparison.Ordinal)).Append('\'').ToString();

    private static IEnumerable<string> Given(string option, string? value) =>
        value is null ? [] : [$"{option}={value}"];

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
