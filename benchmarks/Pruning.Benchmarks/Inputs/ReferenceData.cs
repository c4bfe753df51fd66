namespace Pruning.Benchmarks.Inputs;

/// <summary>The folder of real weights and pictures, which the repository does not carry.</summary>
internal static class ReferenceData
{
    /// <summary>Names the folder; without it, <c>../shared/data</c> beside the checkout is looked at.</summary>
    public const string FolderVariable = "PRUNING_TESTDATA";

    /// <summary>The full path of a file in the folder, or null where it is not there.</summary>
    public static string? Find(string name) =>
        Root() is { } root && Path.GetFullPath(Path.Combine(root, name)) is var path && File.Exists(path) ? path : null;

    private static string? Root() =>
        Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named ? named : BesideCheckout();

    private static string? BesideCheckout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pruning.Build.sln")))
                return Path.Combine(folder.FullName, "..", "shared", "data");
        }

        return null;
    }
}
