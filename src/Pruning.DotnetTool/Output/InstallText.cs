namespace Pruning.DotnetTool.Output;

/// <summary>An <see cref="InstallOutput"/> for people.</summary>
internal static class InstallText
{
    public static void Write(TextWriter writer, InstallOutput result)
    {
        foreach (var command in result.Commands)
            writer.WriteLine($"ran {command}");
        writer.WriteLine(
            result.Commands.IsEmpty
                ? "Nothing is missing."
                : "Installed. 'dotnet prune doctor' says whether all of it loads."
        );
    }
}
