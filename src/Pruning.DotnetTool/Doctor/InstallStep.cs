using System.Collections.Immutable;

namespace Pruning.DotnetTool.Doctor;

/// <summary>A command that brings something that is missing.</summary>
/// <param name="What">What it brings, for messages.</param>
/// <param name="NeedsRoot">Whether only root may run it.</param>
internal sealed record InstallStep(string What, string FileName, ImmutableArray<string> Arguments, bool NeedsRoot)
{
    /// <summary>As a shell takes it; needs no quotes where no argument has a space.</summary>
    public string CommandLine =>
        string.Join(
            ' ',
            Arguments
                .Insert(0, FileName)
                .Select(text => text.Contains(' ', StringComparison.Ordinal) ? $"\"{text}\"" : text)
        );

    /// <summary>Whether two steps are the same work.</summary>
    public bool Equals(InstallStep? other) => other is not null && CommandLine == other.CommandLine;

    public override int GetHashCode() => CommandLine.GetHashCode(StringComparison.Ordinal);
}
