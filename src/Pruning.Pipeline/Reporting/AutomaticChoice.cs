namespace Pruning.Reporting;

/// <summary>What a property came to that the project leaves to the build.</summary>
/// <param name="Property">Its name.</param>
/// <param name="Value">As it could be written.</param>
/// <param name="Because">What of the project decided, in words.</param>
public sealed record AutomaticChoice(string Property, string Value, string Because)
{
    public override string ToString() => $"{Property} {Value}: {Because}";
}
