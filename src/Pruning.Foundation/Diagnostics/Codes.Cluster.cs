namespace Pruning.Diagnostics;

public static partial class Codes
{
    /// <summary>Slurm's commands are not on this machine, or do not start.</summary>
    public static readonly DiagnosticCode ClusterCommandMissing = new("PRUNE9101", "Slurm's commands are missing");

    /// <summary>Slurm's controller does not answer for longer than a build waits.</summary>
    public static readonly DiagnosticCode ClusterUnreachable = new("PRUNE9102", "Slurm's controller does not answer");

    /// <summary>Slurm does not take a job.</summary>
    public static readonly DiagnosticCode JobRefused = new("PRUNE9103", "Slurm refuses a job");

    /// <summary>Slurm took a job that it can never start.</summary>
    public static readonly DiagnosticCode JobCannotRun = new("PRUNE9104", "A job can never run");

    /// <summary>Somebody else cancelled a job.</summary>
    public static readonly DiagnosticCode JobCancelled = new("PRUNE9105", "A job was cancelled");

    /// <summary>A job ended, and neither the store nor the remote cache has its result.</summary>
    public static readonly DiagnosticCode JobWithoutResult = new("PRUNE9106", "A job left no result");

    /// <summary>A job is stopped again and again before it has finished anything.</summary>
    public static readonly DiagnosticCode JobKeepsStopping = new("PRUNE9107", "A job is stopped before it gets on");

    /// <summary>A node sees another project, dataset, engine or device than the build.</summary>
    public static readonly DiagnosticCode JobSeesOther = new("PRUNE9108", "A node sees another project");

    /// <summary>A node does not find what its job reads.</summary>
    public static readonly DiagnosticCode JobLacksInput = new("PRUNE9109", "A node lacks what its job reads");
}
