using System.Collections.Immutable;

namespace Pruning.Testing;

/// <summary>What a <see cref="LocalServer"/> was asked.</summary>
/// <param name="Path">With the slash in front.</param>
/// <param name="Headers">Names in lower case.</param>
internal sealed record LocalRequest(
    string Method,
    string Path,
    ImmutableDictionary<string, string> Headers,
    byte[] Body
)
{
    public override string ToString() => $"{Method} {Path}";
}
