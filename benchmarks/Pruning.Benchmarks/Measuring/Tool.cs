namespace Pruning.Benchmarks.Measuring;

/// <summary>The tool as it lies beside this program.</summary>
internal static class Tool
{
    private static string Folder => AppContext.BaseDirectory;

    /// <summary>Its program.</summary>
    public static string Path => System.IO.Path.Combine(Folder, "dotnet-prune.dll");

    /// <summary>As a user types it: the SDK finds the program on the search path.</summary>
    public static ChildProcess ThroughDotnet(params ReadOnlySpan<string> arguments) =>
        new("dotnet", ["prune", .. arguments], Folder);

    /// <summary>The program itself, as builds start it.</summary>
    public static ChildProcess Directly(params ReadOnlySpan<string> arguments) => ChildProcess.Dotnet(Path, arguments);
}
