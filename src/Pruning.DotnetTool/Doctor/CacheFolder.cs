using Pruning.Diagnostics;
using Pruning.Pipeline.Store;
using Pruning.Storage;

namespace Pruning.DotnetTool.Doctor;

/// <summary>The user's cache folder, for those that can do without.</summary>
internal static class CacheFolder
{
    /// <summary>Null where the user has no home, as in some containers.</summary>
    public static string? Find() => Find(out _);

    /// <param name="problem">The coded message that says why there is none.</param>
    public static string? Find(out string? problem)
    {
        try
        {
            problem = null;
            return CacheLocation.Default();
        }
        catch (PruneException none) when (none.Code == Codes.CacheNotWritable)
        {
            problem = none.Diagnostic.ToString();
            return null;
        }
    }
}
