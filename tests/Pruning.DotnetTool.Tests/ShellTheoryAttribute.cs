namespace Pruning.DotnetTool;

/// <summary>Skips where bash, or a program that a script needs, is missing.</summary>
internal sealed class ShellTheoryAttribute : TheoryAttribute
{
    public ShellTheoryAttribute(string program)
    {
        if (!ShellFactAttribute.IsThere("bash") || !ShellFactAttribute.IsThere(program))
            Skip = $"Needs bash and {program} on the path (Debian: apt-get install {program}).";
    }
}
