using System.Text.Json;

namespace Pruning.Runtime.Signing;

/// <summary>What a signature says of which files.</summary>
/// <param name="PredicateType">What kind of thing it says.</param>
/// <param name="Subjects">What it speaks of: names, and SHA-256 in hexadecimal.</param>
/// <param name="Predicate">What it says.</param>
internal sealed record InTotoStatement(
    string PredicateType,
    IReadOnlyList<KeyValuePair<string, string>> Subjects,
    JsonElement Predicate
)
{
    private const string Type = "https://in-toto.io/Statement/v1";

    /// <exception cref="DetectorException">PRUNE7506: it is none.</exception>
    public static InTotoStatement Read(ReadOnlyMemory<byte> payload)
    {
        using var document = StrictJson.Parse(payload, "the signed statement");
        var root = document.RootElement;
        if (root.Text("_type") is var type && type != Type)
            throw SignatureRefusal.Of($"it is over a '{type}', not a '{Type}'");
        return new InTotoStatement(
            root.Text("predicateType"),
            [
                .. root.Array("subject")
                    .EnumerateArray()
                    .Select(subject =>
                        KeyValuePair.Create(
                            subject.Text("name"),
                            subject.Object("digest").Text("sha256").ToLowerInvariant()
                        )
                    ),
            ],
            root.Object("predicate").Clone()
        );
    }
}
