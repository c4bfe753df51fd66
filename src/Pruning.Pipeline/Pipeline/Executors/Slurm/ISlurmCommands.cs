namespace Pruning.Pipeline.Executors.Slurm;

/// <summary>Slurm's command line.</summary>
public interface ISlurmCommands
{
    /// <param name="command">Such as <c>sbatch</c>.</param>
    /// <exception cref="Diagnostics.PruneException">PRUNE9101: it is not there.</exception>
    CommandAnswer Run(string command, IReadOnlyList<string> arguments);
}
