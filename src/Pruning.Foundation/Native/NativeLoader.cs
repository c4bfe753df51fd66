using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Pruning.Native;

/// <summary>
/// Loads the native libraries of published packages. Where the system's loader refuses one for needs that its code
/// never uses, as older and smaller Linux systems do, a copy is loaded in which those needs are taken back. See
/// docs/native-libraries.md.
/// </summary>
public static class NativeLoader
{
    /// <summary>Switches copies off for a process and those that it starts: <c>false</c>.</summary>
    public const string SwitchVariable = "PRUNING_PATCH_NATIVE_LIBRARIES";

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, LoadedLibrary> ByName = [];
    private static Action<string>? _log;

    /// <summary>Whether copies may be made; what is loaded already stays as it is.</summary>
    public static bool PatchingAllowed { get; set; } =
        !string.Equals(Environment.GetEnvironmentVariable(SwitchVariable), "false", StringComparison.OrdinalIgnoreCase);

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
    /// <exception cref="DllNotFoundException">
    /// It does not load; the message says why in one line, and what to do.
    /// </exception>
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
        catch (DllNotFoundException refusal)
            when (OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64)
        {
            return PatchedLoad.Run(name, file, refusal);
        }
    }
}
