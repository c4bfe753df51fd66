using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Pruning.Diagnostics;

namespace Pruning.Pipeline.Executors.Slurm;

/// <summary>Slurm's programs, as the system finds them.</summary>
/// <param name="patience">A program that takes longer is ended.</param>
public sealed class SlurmCommands(TimeSpan patience) : ISlurmCommands
{
    // A state takes a line; what is longer is no answer.
    private const int MaximumCharacters = 1 << 20;

    public CommandAnswer Run(string command, IReadOnlyList<string> arguments)
    {
        using var process = Start(command, arguments);
        process.StandardInput.Close();
        var (output, error) = (Drain(process.StandardOutput), Drain(process.StandardError));
        if (process.WaitForExit(patience) && Task.WaitAll([output, error], patience))
            return new CommandAnswer(process.ExitCode, output.Result, error.Result);
        process.Kill();
        return new CommandAnswer(-1, "", $"{command} took more than {patience.TotalSeconds:0} s");
    }

    private static Process Start(string command, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";
        // What a user's shell has squeue show, or sbatch wait for, is not for us.
        foreach (var name in start.Environment.Keys.Where(IsOfTheShell).ToList())
            start.Environment.Remove(name);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new PruneException(
                Codes.ClusterCommandMissing,
                $"PruningExecutor is 'slurm', and '{command}' does not start on this machine: {missing.Message}. Nothing "
                    + $"was submitted. Install Slurm's commands (Debian: slurm-client) and let them find the cluster, or "
                    + $"set PruningExecutor to 'local'.",
                null,
                missing
            );
        }
    }

    private static bool IsOfTheShell(string name) =>
        name.StartsWith("SQUEUE_", StringComparison.Ordinal)
        || name is "SBATCH_WAIT" or "SBATCH_ARRAY_INX" or "SBATCH_SIGNAL" or "SBATCH_OPEN_MODE" or "SBATCH_NO_REQUEUE";

    private static Task<string> Drain(StreamReader stream) =>
        Task.Run(() =>
        {
            var text = new StringBuilder();
            var buffer = new char[4096];
            for (int count; (count = stream.Read(buffer, 0, buffer.Length)) > 0; )
                text.Append(buffer, 0, Math.Min(count, MaximumCharacters - text.Length));
            return text.ToString();
        });
}
