using System.Collections.Immutable;

namespace Pruning.Native;

/// <summary>A native library as it was loaded.</summary>
/// <param name="Name">Without prefix and extension, such as <c>OpenCvSharpExtern</c>.</param>
/// <param name="Path">The file.</param>
/// <param name="Original">The file that <paramref name="Path"/> is a patched copy of; null where it is no copy.</param>
/// <param name="Reasons">What the copy does without, a text each; empty for an original.</param>
public sealed record LoadedLibrary(string Name, string Path, string? Original, ImmutableArray<string> Reasons)
{
    /// <summary>One line for logs.</summary>
    public override string ToString() =>
        Original is null
            ? $"native library {Name}: {Path}"
            : $"native library {Name}: this system's loader refuses {Original}, so a copy of it is loaded that "
                + $"does without {string.Join(", ", Reasons)}: {Path}";
}
