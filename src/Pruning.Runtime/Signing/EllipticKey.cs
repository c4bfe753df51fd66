using System.Security.Cryptography;
using System.Text;

namespace Pruning.Runtime.Signing;

/// <summary>The keys that sign models, which are those of OpenSSF's model signing: ECDSA on three curves.</summary>
internal static class EllipticKey
{
    /// <summary>The hash that goes with the key's curve; null for a curve that signs no models.</summary>
    public static HashAlgorithmName? HashOf(ECDsa key)
    {
        var curve = key.ExportParameters(includePrivateParameters: false).Curve;
        // Windows names them, and gives no numbers.
        return !curve.IsNamed ? null
            : curve.Oid.Value is "1.2.840.10045.3.1.7" || curve.Oid.FriendlyName is "nistP256" or "ECDSA_P256"
                ? HashAlgorithmName.SHA256
            : curve.Oid.Value is "1.3.132.0.34" || curve.Oid.FriendlyName is "nistP384" or "ECDSA_P384"
                ? HashAlgorithmName.SHA384
            : curve.Oid.Value is "1.3.132.0.35" || curve.Oid.FriendlyName is "nistP521" or "ECDSA_P521"
                ? HashAlgorithmName.SHA512
            : null;
    }

    /// <summary>How bundles name a key: SHA-256 of its PEM, lower-case hexadecimal.</summary>
    public static string HintOf(ECDsa key) =>
        Hex(SHA256.HashData(Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem() + "\n")));

    /// <summary>Whether the key made the bundle's signature.</summary>
    public static bool Verifies(ECDsa key, HashAlgorithmName hash, SignatureBundle bundle)
    {
        try
        {
            return key.VerifyData(
                DsseEnvelope.Encode(DsseEnvelope.StatementType, bundle.Payload),
                bundle.Signature,
                hash,
                DSASignatureFormat.Rfc3279DerSequence
            );
        }
        catch (CryptographicException)
        {
            // No signature at all.
            return false;
        }
    }

    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
