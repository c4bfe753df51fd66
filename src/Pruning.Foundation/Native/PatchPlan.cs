using System.Collections.Immutable;
using System.Globalization;
using Pruning.Native.Elf;

namespace Pruning.Native;

/// <summary>
/// The patches with which a shared object does without what the system lacks, or why they would not be safe.
/// docs/native-libraries.md says it in full.
/// </summary>
/// <param name="Patches">Empty where refused.</param>
/// <param name="Refusal">Null where each patch is proved to go unnoticed.</param>
internal sealed record PatchPlan(ImmutableArray<BytePatch> Patches, string? Refusal)
{
    // Every shared object of C or C++ needs it, and it is loaded already: needing it twice changes nothing.
    private const string AlwaysThere = "libc.so.6";

    public static PatchPlan Make(ElfFile file, LoadObstacles obstacles)
    {
        if (Objection(file, obstacles) is { } refusal)
            return new PatchPlan([], refusal);
        var patches = ImmutableArray.CreateBuilder<BytePatch>();
        if (!obstacles.Libraries.IsEmpty)
        {
            if (file.Needed.FirstOrDefault(needed => needed.Name == AlwaysThere) is not { } always)
                return new PatchPlan(
                    [],
                    $"it does not need {AlwaysThere}, which would take the place of what is missing"
                );
            patches.AddRange(
                obstacles.Libraries.Select(library => new BytePatch(
                    library.ValueOffset,
                    [.. BitConverter.GetBytes(always.NameIndex)],
                    library.Name
                ))
            );
        }

        patches.AddRange(
            obstacles.Versions.Select(version => new BytePatch(
                version.FlagsOffset,
                [.. BitConverter.GetBytes((ushort)(version.Flags | ElfRequiredVersion.Weak))],
                $"{version.Name} of {version.Library}"
            ))
        );
        return new PatchPlan([.. patches.OrderBy(patch => patch.Offset)], null);
    }

    private static string? Objection(ElfFile file, LoadObstacles obstacles)
    {
        if (
            file.RequiredVersions.FirstOrDefault(version =>
                obstacles.Libraries.Any(library => library.Name == version.Library)
            ) is
            { } versioned
        )
            return $"it names the version {versioned.Name} of {versioned.Library}, so it uses symbols of it";
        if (!obstacles.Libraries.IsEmpty && file.BindsAtOnce)
            return "it wants every function found when it is loaded";
        return file.Relocations()
            .Select(relocation => Objection(file, relocation, obstacles))
            .FirstOrDefault(objection => objection is not null);
    }

    private static string? Objection(ElfFile file, ElfRelocation relocation, LoadObstacles obstacles)
    {
        var symbol = file.Symbol(relocation.Symbol);
        if (symbol.IsDefined)
            return null;
        if (obstacles.Versions.FirstOrDefault(version => version.Index == symbol.Version) is { } version)
            return $"it uses '{symbol.Name}' of {version.Name}";
        // Only a symbol without a version can come from a library without versions, and what is missing is such a one:
        // see above.
        if (obstacles.Libraries.IsEmpty || symbol.HasVersion || symbol.IsWeak || relocation.CanWait)
            return null;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"the address of '{symbol.Name}' is needed when it is loaded (relocation type {relocation.Type})"
        );
    }
}
