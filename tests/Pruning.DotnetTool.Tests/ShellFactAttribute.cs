namespace Pruning.DotnetTool;

/// <summary>Skips where the shell is missing.</summary>
internal sealed class ShellFactAttribute : FactAttribute
{
    public ShellFactAttribute(string shell)
    {
        if (
            OperatingSystem.IsWindows()
            || !(Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator)
                .Any(folder => File.Exists(Path.Combine(folder, shell)))
        )
            Skip = $"Needs {shell} on the path: its completion script is run in it (Debian: apt-get install {shell}).";
    }
}
