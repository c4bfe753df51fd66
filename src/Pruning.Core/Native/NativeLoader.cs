using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pruning.Diagnostics;
using Pruning.Native.Elf;
using Pruning.Pipeline.Store;

namespace Pruning.Native;

/// <summary>
/// Loads the native libraries of published packages. Where the system's loader refuses one for needs that its code never uses, as older and
/// smaller Linux systems do, a copy is loaded in which those needs are taken back. See docs/native-libraries.md.
/// </summary>
public static class NativeLoader
{
    /// <summary>Switches copies off for a process and those that it starts: <c>false</c>.</summary>
    public const string SwitchVariable = "PRUNING_PATCH_NATIVE_LIBRARIES";

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, LoadedLibrary> ByName = [];
    private static Action<string>? _log;

    /// <summary>Whether copies may be made; what is loaded already stays as it is.</summary>
    public static bool PatchingAllowed { get; set; } = !string.Equals(Environment.GetEnvironmentVariable(SwitchVariable), "false", StringComparison.OrdinalIgnoreCase);

    /// <summary>The cache that keeps copies; null for the user's own.</summary>
    public static string? CacheFolder { get; set; }

    /// <summary>Those that were loaded so far.</summary>
    public static ImmutableArray<LoadedLibrary> Loaded
    {
        get
        {
            lock (Gate)
                return [.. ByName.Values];
        }
    }

    /// <summary>Whether a library is among the files of this program's packages, whether it loads or not.</summary>
    /// <param name="name">Without prefix and extension.</param>
    public static bool IsInstalled(string name) => NativeFiles.Find(name) is not null;

    /// <summary>Has each library told when it is loaded, in one line; those that are loaded already at once.</summary>
    public static void LogTo(Action<string> log)
    {
        lock (Gate)
        {
            foreach (var library in ByName.Values)
                log(library.ToString());
            _log = log;
        }
    }

    /// <summary>Loads a library of this program's packages, once.</summary>
    /// <param name="name">Without prefix and extension.</param>
    /// <returns>False where none of their folders has it: that is left to the search of .NET.</returns>
    /// <exception cref="DllNotFoundException">It does not load; the message says why in one line, and what to do.</exception>
    internal static bool Load(string name)
    {
        if (NativeFiles.Find(name) is not { } file)
            return false;
        Load(name, file);
        return true;
    }

    /// <summary>Loads a file, once.</summary>
    /// <exception cref="DllNotFoundException">As <see cref="Load(string)"/>.</exception>
    internal static void Load(string name, string file)
    {
        lock (Gate)
        {
            if (ByName.ContainsKey(name))
                return;
            var loaded = LoadFile(name, file);
            ByName.Add(name, loaded);
            _log?.Invoke(loaded.ToString());
        }
    }

    private static LoadedLibrary LoadFile(string name, string file)
    {
        try
        {
            NativeLibrary.Load(file);
            return new LoadedLibrary(name, file, null, []);
        }
        catch (DllNotFoundException refusal) when (OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64)
        {
            return LoadCopy(name, file, refusal);
        }
    }

    private static LoadedLibrary LoadCopy(string name, string file, DllNotFoundException refusal)
    {
        using var elf = Open(file, refusal);
        var obstacles = LoadObstacles.Of(elf);
        if (obstacles.IsEmpty)
            throw refusal;
        if (!PatchingAllowed)
            throw Refused(refusal, obstacles, "patched copies are switched off");
        var plan = PlanOf(elf, obstacles, refusal);
        if (plan.Refusal is { } unsafePatch)
            throw Refused(refusal, obstacles, $"a copy without that need would not be safe, for {unsafePatch}");
        var copy = WriteCopy(file, elf, plan, obstacles, refusal);
        try
        {
            NativeLibrary.Load(copy);
        }
        catch (DllNotFoundException again)
        {
            throw Refused(again, obstacles, $"neither does the copy '{copy}', which asks for nothing of it");
        }

        return new LoadedLibrary(name, copy, file, [.. plan.Patches.Select(patch => patch.Reason)]);
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

    private static string WriteCopy(string file, ElfFile elf, PatchPlan plan, LoadObstacles obstacles, DllNotFoundException refusal)
    {
        try
        {
            return PatchedCopy.Ensure(file, elf.Bytes, plan.Patches, CacheFolder ?? CacheLocation.Default());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or PruneException)
        {
            throw Refused(refusal, obstacles, $"a copy without that need cannot be kept in the cache ({failure.Message.TrimEnd('.')})");
        }
    }

    private static DllNotFoundException Refused(DllNotFoundException refusal, LoadObstacles obstacles, string why)
    {
        var missing = obstacles.Libraries.Select(library => library.Name).Concat(obstacles.Versions.Select(version => $"{version.Name} of {version.Library}"));
        return new DllNotFoundException($"{LoaderMessage.Of(refusal).TrimEnd('.')}; this system lacks {string.Join(", ", missing)}, and {why}. {SystemPackages.AdviceFor(obstacles)}");
    }
}
