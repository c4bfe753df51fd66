namespace Pruning.DotnetTool.Cluster;

/// <summary>A test on a Slurm cluster of its own; skipped, with a plain message, where Slurm's programs are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SlurmFactAttribute : FactAttribute
{
    public SlurmFactAttribute()
    {
        if (SlurmPrograms.Root is null)
            Skip =
                "There is no Slurm: build/prepare.sh unpacks it on Debian, and 'apt-get install slurmctld slurmd "
                + "slurm-client munge' has it.";
    }
}
