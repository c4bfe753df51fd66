using Pruning.Diagnostics;
using Pruning.Evaluation;

namespace Pruning.Pipeline.Options;

/// <summary>A number in a range, ends included.</summary>
public sealed class NumberOption(string name, string @default, double minimum, double maximum, string help)
    : ProjectOption<double>(name, @default, help)
{
    public override string Values => FormattableString.Invariant($"a number from {minimum} to {maximum}");

    public override double Parse(string text, SourceLocation? location = null)
    {
        if (!QuantityKind.Number.TryParse(text, out var value) || value < minimum || value > maximum)
            throw Invalid(text, location, "");
        return value;
    }
}
