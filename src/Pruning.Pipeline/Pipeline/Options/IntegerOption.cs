using System.Globalization;
using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary>A whole number in a range.</summary>
public sealed class IntegerOption(string name, string @default, int minimum, int maximum, string help)
    : ProjectOption<int>(name, @default, help)
{
    public override string Values => $"a whole number from {minimum} to {maximum}";

    public override int Parse(string text, SourceLocation? location = null)
    {
        if (
            !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            || value < minimum
            || value > maximum
        )
            throw Invalid(text, location, "");
        return value;
    }
}
