using System.Globalization;
using Pruning.Diagnostics;

namespace Pruning.Data;

/// <summary>How many bytes of decoded images a training keeps.</summary>
/// <param name="MemoryBytes">In memory.</param>
/// <param name="DiskBytes">On disk, for what memory does not take.</param>
/// <param name="DiskFolder">Where; null keeps nothing on disk.</param>
/// <param name="Diagnostics">Told where the disk fails.</param>
public sealed record ImageCacheBudget(
    long MemoryBytes,
    long DiskBytes,
    string? DiskFolder,
    IDiagnosticSink? Diagnostics
)
{
    private const double Share = 0.25;
    private const long MaximumMemory = 4L << 30;
    private const long MaximumDisk = 16L << 30;

    /// <summary>Each image is decoded anew.</summary>
    public static ImageCacheBudget None { get; } = InMemory(0);

    /// <summary>Nothing on disk.</summary>
    public static ImageCacheBudget InMemory(long bytes) => new(bytes, 0, null, null);

    /// <summary>
    /// Takes what was asked for; else a quarter of what is free, at most 4 GiB of memory and 16 GiB of disk.
    /// </summary>
    public static ImageCacheBudget Resolve(long? memory, long? disk, string folder, IDiagnosticSink? diagnostics) =>
        new(
            memory ?? Math.Min(MaximumMemory, (long)(Share * FreeMemory())),
            disk ?? Math.Min(MaximumDisk, (long)(Share * FreeDisk(folder))),
            folder,
            diagnostics
        );

    /// <summary>For a log: what a split's images take, and where they will be.</summary>
    public string Describe(DatasetSplit split, int imageSize)
    {
        var needed = split
            .Images.Select(image => ImageFitting.LongSideTo(imageSize, image.Size))
            .Sum(size => 3L * size.Height * size.Width);
        var (memory, disk) = (Math.Min(needed, MemoryBytes), Math.Min(Math.Max(0, needed - MemoryBytes), DiskBytes));
        var anew = needed - memory - disk;
        return $"{split.Images.Length} decoded images of '{split.Name}' take {Mega(needed)}: {Mega(memory)} in memory "
            + $"(of at most {Mega(MemoryBytes)}), {Mega(disk)} on disk (of at most "
            + $"{Mega(DiskBytes)}){(anew > 0 ? $", {Mega(anew)} decoded anew each time" : "")}";
    }

    internal ImageCache Open(DatasetSplit split, int imageSize) =>
        new(
            split,
            imageSize,
            MemoryBytes,
            DiskFolder is not null && DiskBytes > 0
                ? ImageDiskCache.In(DiskFolder, split.Images.Length, DiskBytes, Diagnostics)
                : null
        );

    /// <summary>Of the machine, or of the container that the process is in.</summary>
    private static long FreeMemory()
    {
        var memory = GC.GetGCMemoryInfo(GCKind.Any);
        // Before the first collection the load is unknown.
        var load = memory.MemoryLoadBytes > 0 ? memory.MemoryLoadBytes : Environment.WorkingSet;
        return Math.Max(0, memory.TotalAvailableMemoryBytes - load);
    }

    private static long FreeDisk(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Keeping images there would fail as well.
            return 0;
        }
    }

    private static string Mega(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:#,0} MB");
}
