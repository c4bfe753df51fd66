using Pruning.Data;
using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary>
/// How much room decoded images may take; it changes how long a training takes, and nothing that it makes.
/// </summary>
/// <param name="Memory">Bytes; null for auto.</param>
/// <param name="Disk">Bytes; null for auto.</param>
public sealed record ImageCacheLimits(long? Memory = null, long? Disk = null)
{
    public static ImageCacheLimits Read(ProjectRequest request) =>
        new(OptionCatalogue.ImageCacheMemory.Read(request), OptionCatalogue.ImageCacheDisk.Read(request));

    /// <param name="folder">Takes what memory does not.</param>
    internal ImageCacheBudget Resolve(string folder, IDiagnosticSink? diagnostics) =>
        ImageCacheBudget.Resolve(Memory, Disk, folder, diagnostics);
}
