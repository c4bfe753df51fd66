using System.Text.Json;

namespace Pruning.Runtime.Signing;

/// <summary>
/// A Sigstore bundle with one signature over an in-toto statement, as OpenSSF's model signing writes it for keys and for
/// certificates.
/// </summary>
/// <param name="Payload">The statement.</param>
/// <param name="Signature">ECDSA, as DER, over <see cref="DsseEnvelope.Encode"/>.</param>
/// <param name="KeyHint">SHA-256 of the public key's PEM; null of a certificate's signature, and where it has none.</param>
/// <param name="Certificates">As DER, the signer's first; empty of a key's signature.</param>
internal sealed record SignatureBundle(
    byte[] Payload,
    byte[] Signature,
    string? KeyHint,
    IReadOnlyList<byte[]> Certificates
)
{
    public const string MediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";

    private const int MostCertificates = 16;

    /// <exception cref="DetectorException">PRUNE7506: it is none.</exception>
    public static SignatureBundle Read(ReadOnlyMemory<byte> json)
    {
        using var document = StrictJson.Parse(json, "the signature");
        var root = document.RootElement;
        if (root.Text("mediaType") is var type && type != MediaType)
            throw SignatureRefusal.Of($"its media type is '{type}', not '{MediaType}'");
        var envelope = root.Object("dsseEnvelope");
        if (envelope.Text("payloadType") is var payloadType && payloadType != DsseEnvelope.StatementType)
            throw SignatureRefusal.Of($"it is over '{payloadType}', not '{DsseEnvelope.StatementType}'");
        var signatures = envelope.Array("signatures");
        if (signatures.GetArrayLength() != 1)
            throw SignatureRefusal.Of($"it has {signatures.GetArrayLength()} signatures, not one");
        var material = root.Object("verificationMaterial");
        return new SignatureBundle(
            envelope.Base64("payload"),
            signatures[0].Base64("sig"),
            HintOf(material),
            [.. CertificatesOf(material)]
        );
    }

    private static string? HintOf(JsonElement material) =>
        material.Has("publicKey") && material.Object("publicKey") is var key && key.Has("hint")
            ? key.Text("hint")
            : null;

    private static IEnumerable<byte[]> CertificatesOf(JsonElement material)
    {
        if (material.Has("certificate"))
            return [material.Object("certificate").Base64("rawBytes")];
        if (!material.Has("x509CertificateChain"))
            return [];
        var chain = material.Object("x509CertificateChain").Array("certificates");
        return chain.GetArrayLength() is > 0 and <= MostCertificates
            ? chain.EnumerateArray().Select(certificate => certificate.Base64("rawBytes"))
            : throw SignatureRefusal.Of(
                $"its chain has {chain.GetArrayLength()} certificates, not 1 to {MostCertificates}"
            );
    }
}
