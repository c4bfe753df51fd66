using System.Globalization;

namespace Pruning.DotnetTool.Output;

/// <summary>A figure in a bill of materials.</summary>
/// <param name="Value">As the bill has it, a number in text.</param>
/// <param name="Slice">The split, and the class where it is of one; null where it is of the file.</param>
internal sealed record VerifiedMetric(string Type, string Value, string? Slice)
{
    /// <summary>Whether it is of the whole model, and not of one class.</summary>
    public bool IsOverall => Slice?.Contains(", ", StringComparison.Ordinal) != true;

    /// <summary>For people: <c>mAP50 0.8512 (val)</c>.</summary>
    public override string ToString()
    {
        var number = double.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value.ToString(value < 1000 ? "0.####" : "N0", CultureInfo.InvariantCulture)
            : Value;
        return Slice is null ? $"{Type} {number}" : $"{Type} {number} ({Slice})";
    }
}
