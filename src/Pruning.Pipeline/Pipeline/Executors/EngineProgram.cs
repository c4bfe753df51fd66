using System.Collections.Immutable;

namespace Pruning.Pipeline.Executors;

/// <summary>How this engine is started, for another machine that has it at the same place.</summary>
public static class EngineProgram
{
    private const string FileName = "dotnet-prune.dll";
    private const string Host = "dotnet";

    /// <summary>Program and first arguments of a command line.</summary>
    public static ImmutableArray<string> Find() => [FindHost(), Path.Combine(AppContext.BaseDirectory, FileName)];

    private static string FindHost() =>
        Environment.ProcessPath is { } running && Path.GetFileNameWithoutExtension(running) == Host ? running
        : Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root
        && Path.Combine(root, Host) is var installed
        && File.Exists(installed)
            ? installed
        : Host;
}
