using System.Security.Cryptography;
using Pruning.Runtime.Signing;

namespace Pruning.Runtime;

/// <summary>
/// The signature that a build with a <c>PruningSigningKey</c> leaves beside a model, in the format of OpenSSF's model
/// signing. Checked without a network.
/// </summary>
/// <param name="Signer">Who signed, for people: a key's SHA-256, or a certificate's subject and issuer.</param>
/// <param name="Sha256">Of the model, in lower-case hexadecimal.</param>
public sealed record ModelSignature(string Signer, string Sha256)
{
    /// <summary>What the file beside the model has after the model's whole name.</summary>
    public const string Extension = ".sig";

    /// <summary>Where the signature of a model file lies.</summary>
    public static string PathBeside(string model) => model + Extension;

    /// <summary>Checks that a model is what was signed, and that somebody trusted signed it.</summary>
    /// <param name="model">The ONNX file's bytes.</param>
    /// <param name="signature">The signature file's bytes.</param>
    /// <param name="trusted">
    /// PEM: the public key of the signer, or the certificates of authorities that certify signers.
    /// </param>
    /// <exception cref="DetectorException">
    /// PRUNE7506: the signature does not hold. PRUNE7507: <paramref name="trusted"/> is of no use.
    /// </exception>
    public static ModelSignature Verify(ReadOnlySpan<byte> model, ReadOnlyMemory<byte> signature, string trusted)
    {
        ArgumentNullException.ThrowIfNull(trusted);
        return Verify(EllipticKey.Hex(SHA256.HashData(model)), signature, trusted, null);
    }

    /// <param name="sha256">Of the model, in lower-case hexadecimal.</param>
    /// <param name="fileName">The model's, for signatures over whole folders; null where it is not known.</param>
    internal static ModelSignature Verify(
        string sha256,
        ReadOnlyMemory<byte> signature,
        string trusted,
        string? fileName
    )
    {
        var bundle = SignatureBundle.Read(signature);
        // First whose it is: what a stranger says is not even read.
        var signer = TrustedSigner.Check(bundle, trusted);
        var signed = ModelManifest.DigestIn(InTotoStatement.Read(bundle.Payload), fileName);
        return signed == sha256
            ? new ModelSignature(signer, sha256)
            : throw SignatureRefusal.Of(
                $"the model is not what was signed (its SHA-256 is {sha256}, and {signed} was signed)"
            );
    }

    /// <exception cref="DetectorException">PRUNE7505: there is none.</exception>
    internal static byte[] ReadBeside(string model)
    {
        var path = PathBeside(model);
        return File.Exists(path) ? File.ReadAllBytes(path) : throw Missing($"there is no '{path}'");
    }

    /// <summary>As <see cref="DetectorOptions.RequireSignature"/> asks.</summary>
    internal static void Require(byte[] model, byte[]? signature, DetectorOptions options)
    {
        if (options.RequireSignature is not { } trusted)
            return;
        if (signature is null)
            throw Missing("the model came without one");
        Verify(model, signature, trusted);
    }

    internal static DetectorException Missing(string why) =>
        new(
            DetectorException.MissingSignatureCode,
            $"A signature is required, and {why}. So nobody vouches for what would run. Build the model with "
                + "PruningSigningKey, and ship the .sig file beside it (the generated CreateDetector() finds it), or "
                + "do not require one."
        );
}
