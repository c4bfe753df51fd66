using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pruning.Native.Elf;

namespace Pruning.Native;

/// <summary>
/// What a shared object asks for and this system has not: the two reasons for which its loader refuses published
/// libraries.
/// </summary>
/// <param name="Libraries">Names of libraries that do not load.</param>
/// <param name="Versions">Symbol versions that the system's libraries do not define.</param>
internal sealed record LoadObstacles(
    ImmutableArray<ElfNeededLibrary> Libraries,
    ImmutableArray<ElfRequiredVersion> Versions
)
{
    public bool IsEmpty => Libraries.IsEmpty && Versions.IsEmpty;

    /// <summary>Asks the system's loader for each library by name, and those that load for their versions.</summary>
    public static LoadObstacles Find(ElfFile file)
    {
        var missing = ImmutableArray.CreateBuilder<ElfNeededLibrary>();
        var versions = ImmutableArray.CreateBuilder<ElfRequiredVersion>();
        foreach (var needed in file.Needed)
        {
            if (!NativeLibrary.TryLoad(needed.Name, out var handle))
                missing.Add(needed);
            else if (
                file.RequiredVersions.Where(version => version.Library == needed.Name && !version.IsWeak).ToList()
                    is { Count: > 0 } required
                && DefinedBy(handle) is { } defined
            )
                versions.AddRange(required.Where(version => !defined.Contains(version.Name)));
        }

        return new LoadObstacles(missing.ToImmutable(), versions.ToImmutable());
    }

    // Null where it cannot be told: then nothing is said to be missing.
    private static ImmutableHashSet<string>? DefinedBy(nint handle)
    {
        if (LinkMap.FileOf(handle) is not { } path)
            return null;
        try
        {
            using var library = new ElfFile(path);
            return library.DefinedVersions;
        }
        catch (Exception failure) when (failure is ElfFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
