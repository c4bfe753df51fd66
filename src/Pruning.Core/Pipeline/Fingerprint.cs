namespace Pruning.Pipeline;

/// <summary>A SHA-256 over all that a stage's result depends on, as 64 lower-case hexadecimal digits.</summary>
public readonly record struct Fingerprint(string Hex)
{
    public override string ToString() => Hex;

    /// <summary>Whether a text has the shape of a SHA-256 as this product writes it.</summary>
    internal static bool IsHex(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);
}
