namespace Pruning.DotnetTool;

/// <summary>Skips where the shell is missing.</summary>
internal sealed class ShellFactAttribute : FactAttribute
{
    public ShellFactAttribute(string shell)
    {
        if (!IsThere(shell))
            Skip = $"Needs {shell} on the path: its completion script is run in it (Debian: apt-get install {shell}).";
    }

    /// <summary>Whether a program of a Unix system is on the path.</summary>
    public static bool IsThere(string program) =>
        !OperatingSystem.IsWindows()
        && (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
