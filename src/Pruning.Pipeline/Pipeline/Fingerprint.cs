namespace Pruning.Pipeline;

/// <summary>A SHA-256 over all that a stage's result depends on, as 64 lower-case hexadecimal digits.</summary>
public readonly record struct Fingerprint(string Hex)
{
    public override string ToString() => Hex;
}
