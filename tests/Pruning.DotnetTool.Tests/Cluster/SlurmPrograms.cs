using Pruning.Testing;

namespace Pruning.DotnetTool.Cluster;

/// <summary>Slurm's programs: installed, or where build/prepare.sh unpacks them.</summary>
internal static class SlurmPrograms
{
    private static readonly string[] Needed = ["slurmctld-wlm", "slurmd-wlm", "slurmstepd-wlm", "munged"];

    /// <summary>The folder that they are installed below; null where one of them is missing.</summary>
    public static string? Root { get; } =
        new[] { "/", Path.Combine(SourceTree.Root, "build", "feed", "out", "slurm") }.FirstOrDefault(root =>
            OperatingSystem.IsLinux()
            && Needed.All(program => File.Exists(Path.Combine(root, "usr", "sbin", program)))
            && File.Exists(Path.Combine(root, "usr", "bin", "sbatch"))
        );

    public static string Service(string name) => Path.Combine(Root!, "usr", "sbin", name);

    public static string Commands => Path.Combine(Root!, "usr", "bin");

    public static string Plugins => Path.Combine(Libraries, "slurm-wlm");

    /// <summary>For the loader of a Slurm that is not installed.</summary>
    public static string LibraryPath => $"{Libraries}:{Plugins}";

    private static string Libraries =>
        Directory.GetDirectories(Path.Combine(Root!, "usr", "lib"), "*-linux-gnu").First(HasPlugins);

    private static bool HasPlugins(string folder) => Directory.Exists(Path.Combine(folder, "slurm-wlm"));
}
