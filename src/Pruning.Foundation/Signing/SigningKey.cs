using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Pruning.Diagnostics;

namespace Pruning.Signing;

/// <summary>
/// What signs models: an ECDSA key on one of the three curves of OpenSSF's model signing, alone or with certificates.
/// </summary>
public sealed class SigningKey : IDisposable
{
    private readonly ECDsa _key;
    private readonly HashAlgorithmName _hash;

    internal SigningKey(ECDsa key, HashAlgorithmName hash, ImmutableArray<ImmutableArray<byte>> certificates) =>
        (_key, _hash, Certificates) = (key, hash, certificates);

    /// <summary>As DER, the key's own first; empty of a key alone.</summary>
    public ImmutableArray<ImmutableArray<byte>> Certificates { get; }

    /// <summary>SHA-256 of the public key's PEM, lower-case hexadecimal, as bundles name a key.</summary>
    public string Hint =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem() + "\n")));

    /// <summary>Reads a file of a key.</summary>
    /// <param name="path">PEM, with certificates behind the key or without; or PKCS #12.</param>
    /// <param name="password">Null where there is none.</param>
    /// <param name="location">Where the project names it.</param>
    /// <exception cref="PruneException">PRUNE6101: no model can be signed with it.</exception>
    public static SigningKey Load(string path, string? password = null, SourceLocation? location = null)
    {
        try
        {
            return SigningKeyFile.Read(path, password);
        }
        catch (Exception failure)
            when (failure is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new PruneException(
                Codes.SigningKeyUnusable,
                $"'{path}' is no key that models can be signed with: {failure.Message.TrimEnd('.')}. The model would "
                    + "stay unsigned. Give a PEM or PKCS #12 file with a private key on P-256, P-384 or P-521, and name "
                    + "the environment variable of its password, if it has one, in PruningSigningPasswordVariable.",
                location,
                failure
            );
        }
    }

    /// <summary>An ECDSA signature, as DER, with the hash that goes with the curve.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) => _key.SignData(data, _hash, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>Whether a signature is this key's.</summary>
    public bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        try
        {
            return _key.VerifyData(data, signature, _hash, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public void Dispose() => _key.Dispose();
}
