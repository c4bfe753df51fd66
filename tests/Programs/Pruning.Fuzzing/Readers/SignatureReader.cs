using Pruning.Runtime;
using Pruning.Runtime.Signing;

namespace Pruning.Fuzzing.Readers;

/// <summary>A model's signature, and what it says, whoever made it.</summary>
internal sealed class SignatureReader() : Reader("signature", "Pruning.Runtime.Signing")
{
    public override IReadOnlyList<Type> Refusals => [typeof(DetectorException)];

    public override string? Read(byte[] input, string folder)
    {
        var bundle = SignatureBundle.Read(input);
        var statement = InTotoStatement.Read(bundle.Payload);
        return $"{bundle.KeyHint} {bundle.Certificates.Count} {statement.PredicateType} "
            + ModelManifest.DigestIn(statement, "model.onnx");
    }
}
