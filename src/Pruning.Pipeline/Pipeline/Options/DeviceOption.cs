using System.Globalization;
using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</summary>
public sealed class DeviceOption(string name, string help) : ProjectOption<string>(name, "auto", help)
{
    public override string Values => "'auto', 'cpu', 'cuda' or 'cuda:<number>'";

    public override string Parse(string text, SourceLocation? location = null)
    {
        var device = text.ToLowerInvariant();
        if (device is "auto" or "cpu" or "cuda")
            return device;
        if (
            device.StartsWith("cuda:", StringComparison.Ordinal)
            && byte.TryParse(device.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        )
            return string.Create(CultureInfo.InvariantCulture, $"cuda:{index}");
        throw Invalid(text, location, Suggestion.Sentence(text, ["auto", "cpu", "cuda"]));
    }
}
