using System.Runtime.InteropServices;
using Pruning.Diagnostics;
using Pruning.Native.Elf;
using Pruning.Storage;

namespace Pruning.Native;

/// <summary>
/// Loads a copy of a library that the system's loader refuses: finds out why it does, proves that a copy without those
/// needs is safe, and makes it.
/// </summary>
internal static class PatchedLoad
{
    /// <param name="name">Without prefix and extension.</param>
    /// <param name="refusal">What the loader said of the file itself.</param>
    /// <exception cref="DllNotFoundException">
    /// It refuses the file for another reason, or there is no safe copy: one line that says what is missing and what to
    /// do.
    /// </exception>
    public static LoadedLibrary Run(string name, string file, DllNotFoundException refusal)
    {
        using var elf = Open(file, refusal);
        var obstacles = LoadObstacles.Find(elf);
        if (obstacles.IsEmpty)
            throw refusal;
        if (!NativeLoader.PatchingAllowed)
            throw Refused(
                refusal,
                obstacles,
                $"patched copies are switched off (PruningPatchNativeLibraries, or {NativeLoader.SwitchVariable} "
                    + $"in the environment)"
            );
        var plan = PlanOf(elf, obstacles, refusal);
        if (plan.Refusal is { } objection)
            throw Refused(refusal, obstacles, $"a copy without that need would not be safe, for {objection}");
        var loaded = new LoadedLibrary(
            name,
            WriteCopy(file, elf, plan, obstacles, refusal),
            file,
            [.. plan.Patches.Select(patch => patch.Reason)]
        );
        try
        {
            NativeLibrary.Load(loaded.Path);
            return loaded;
        }
        catch (DllNotFoundException again)
        {
            throw new DllNotFoundException(
                $"{LoaderMessage.Of(again).TrimEnd('.')}; that is a copy of '{file}', which this system's loader "
                    + $"refuses, without {string.Join(", ", loaded.Reasons)}."
            );
        }
    }

    private static ElfFile Open(string file, DllNotFoundException refusal)
    {
        try
        {
            return new ElfFile(file);
        }
        catch (Exception failure) when (failure is ElfFormatException or IOException or UnauthorizedAccessException)
        {
            // The loader's own words tell more of such a file.
            throw refusal;
        }
    }

    private static PatchPlan PlanOf(ElfFile elf, LoadObstacles obstacles, DllNotFoundException refusal)
    {
        try
        {
            return PatchPlan.Make(elf, obstacles);
        }
        catch (ElfFormatException damage)
        {
            throw Refused(refusal, obstacles, $"a copy without that need would not be safe, for {damage.Message}");
        }
    }

    private static string WriteCopy(
        string file,
        ElfFile elf,
        PatchPlan plan,
        LoadObstacles obstacles,
        DllNotFoundException refusal
    )
    {
        try
        {
            return PatchedCopy.Ensure(
                file,
                elf.Bytes,
                plan.Patches,
                NativeLoader.CacheFolder ?? CacheLocation.Default()
            );
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or PruneException)
        {
            throw Refused(
                refusal,
                obstacles,
                $"a copy without that need cannot be kept in the cache ({failure.Message.TrimEnd('.')})"
            );
        }
    }

    private static DllNotFoundException Refused(DllNotFoundException refusal, LoadObstacles obstacles, string why)
    {
        var missing = obstacles
            .Libraries.Select(library => library.Name)
            .Concat(obstacles.Versions.Select(version => $"{version.Name} of {version.Library}"));
        return new DllNotFoundException(
            $"{LoaderMessage.Of(refusal).TrimEnd('.')}; this system lacks {string.Join(", ", missing)}, and "
                + $"{why}. {SystemPackages.AdviceFor(obstacles)}"
        );
    }
}
