using System.Collections.Immutable;

namespace Pruning.Native.Elf;

/// <summary>
/// The versions that a shared object requires of others and defines itself: <c>.gnu.version_r</c> and
/// <c>.gnu.version_d</c>.
/// </summary>
/// <remarks>Linux Standard Base, "Symbol Versioning".</remarks>
internal sealed class ElfVersionTables(ElfBytes bytes, ElfDynamicTable dynamic, Func<ulong, string> text)
{
    // glibc itself defines some fifty. Of a table, of a library's versions, and of all versions: entries may lie over
    // each other in the file.
    private const ulong MostEntries = 1024;

    public ImmutableArray<ElfRequiredVersion> Required()
    {
        var versions = ImmutableArray.CreateBuilder<ElfRequiredVersion>();
        foreach (var entry in Table(ElfTag.RequiredVersions, ElfTag.RequiredVersionCount, nextAt: 12))
        {
            var library = text(bytes.UInt32(entry + 4));
            foreach (var version in Chain(entry + bytes.UInt32(entry + 8), bytes.UInt16(entry + 2), nextAt: 12))
            {
                if ((ulong)versions.Count == MostEntries)
                    throw new ElfFormatException($"it requires more than {MostEntries} versions");
                versions.Add(
                    new ElfRequiredVersion(
                        library,
                        text(bytes.UInt32(version + 8)),
                        bytes.UInt16(version + 6),
                        bytes.UInt16(version + 4),
                        (long)version + 4
                    )
                );
            }
        }

        return versions.ToImmutable();
    }

    public ImmutableHashSet<string> Defined() =>
        [
            .. Table(ElfTag.DefinedVersions, ElfTag.DefinedVersionCount, nextAt: 16)
                .Select(entry => text(bytes.UInt32(entry + bytes.UInt32(entry + 12)))),
        ];

    private IEnumerable<ulong> Table(ulong tableTag, ulong countTag, uint nextAt) =>
        dynamic.Find(tableTag) is { } address
            ? Chain(dynamic.OffsetOf(address), dynamic.Require(countTag), nextAt)
            : [];

    // Each entry says how far the next one is.
    private IEnumerable<ulong> Chain(ulong first, ulong count, uint nextAt)
    {
        if (count > MostEntries)
            throw new ElfFormatException($"it states {count} versions");
        var at = first;
        for (ulong done = 0; done < count; done++)
        {
            yield return at;
            var step = bytes.UInt32(at + nextAt);
            if (step == 0)
                yield break;
            at += step;
        }
    }
}
