namespace Pruning.Pipeline.Options;

/// <summary>What each job of a Slurm cluster asks for.</summary>
/// <param name="Partition">Null for the cluster's default.</param>
/// <param name="Account">Null for the user's own.</param>
/// <param name="Time">At most; whole minutes.</param>
/// <param name="Memory">Bytes; 0 for all of a node.</param>
/// <param name="Processors">Of its one task.</param>
/// <param name="Gres">What <c>sbatch --gres</c> takes; null for nothing.</param>
/// <param name="Constraint">What <c>sbatch --constraint</c> takes; null for any node.</param>
public sealed record SlurmOptions(
    string? Partition,
    string? Account,
    TimeSpan Time,
    long Memory,
    int Processors,
    string? Gres,
    string? Constraint
)
{
    /// <summary>The executor's name in <see cref="OptionCatalogue.Executor"/>.</summary>
    public const string Name = "slurm";

    /// <summary>Null where every stage runs on this machine.</summary>
    /// <exception cref="Diagnostics.PruneException">PRUNE0102.</exception>
    internal static SlurmOptions? Read(ProjectRequest request) =>
        OptionCatalogue.Executor.Read(request) != Name
            ? null
            : new SlurmOptions(
                Text(OptionCatalogue.SlurmPartition, request),
                Text(OptionCatalogue.SlurmAccount, request),
                TimeSpan.FromMinutes(OptionCatalogue.SlurmTime.Read(request)),
                OptionCatalogue.SlurmMemory.Read(request),
                OptionCatalogue.SlurmProcessors.Read(request),
                Text(OptionCatalogue.SlurmGres, request),
                Text(OptionCatalogue.SlurmConstraint, request)
            );

    private static string? Text(TextOption option, ProjectRequest request) =>
        option.Read(request) is { Length: > 0 } text ? text : null;
}
