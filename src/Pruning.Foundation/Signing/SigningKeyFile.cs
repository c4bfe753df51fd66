using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pruning.Signing;

/// <summary>Reads keys and their certificates from PEM and PKCS #12.</summary>
internal static class SigningKeyFile
{
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    /// <summary>No key and chain comes near.</summary>
    private const int MostBytes = 1 << 20;

    /// <exception cref="CryptographicException">It is none; the message says why, as part of a sentence.</exception>
    public static SigningKey Read(string path, string? password)
    {
        if (new FileInfo(path).Length > MostBytes)
            throw new CryptographicException("it is larger than any key");
        var bytes = File.ReadAllBytes(path);
        var isPem = bytes.AsSpan().IndexOf("-----BEGIN "u8) >= 0;
        var (key, certificates) = isPem ? ReadPem(File.ReadAllText(path), password) : ReadPfx(bytes, password);
        try
        {
            var hash = HashOf(key)
                ?? throw new CryptographicException(
                    "its key is not on P-256, P-384 or P-521, and verifiers take no other"
                );
            return new SigningKey(key, hash, ChainOf(key, certificates));
        }
        catch
        {
            key.Dispose();
            throw;
        }
        finally
        {
            foreach (var certificate in certificates)
                certificate.Dispose();
        }
    }

    private static (ECDsa Key, X509Certificate2Collection Certificates) ReadPem(string pem, string? password)
    {
        var key = ECDsa.Create();
        try
        {
            if (pem.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
                throw new CryptographicException(
                    "it is encrypted in OpenSSL's old way, which 'openssl pkcs8 -topk8' turns into the usual one"
                );
            if (pem.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal))
                key.ImportFromEncryptedPem(
                    pem,
                    password ?? throw new CryptographicException("it is encrypted, and no password is given")
                );
            else
                key.ImportFromPem(PrivatePart(pem));
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(pem);
            return (key, certificates);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    // OpenSSL writes the curve in a block of its own in front of the key.
    private static ReadOnlySpan<char> PrivatePart(string pem)
    {
        var rest = pem.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            if (rest[fields.Label].EndsWith("PRIVATE KEY", StringComparison.Ordinal))
                return rest[fields.Location];
            rest = rest[fields.Location.End..];
        }

        throw new CryptographicException("it holds no private key");
    }

    private static (ECDsa Key, X509Certificate2Collection Certificates) ReadPfx(byte[] bytes, string? password)
    {
        var certificates = X509CertificateLoader.LoadPkcs12Collection(bytes, password, X509KeyStorageFlags.Exportable);
        return
            certificates.Select(certificate => certificate.GetECDsaPrivateKey()).FirstOrDefault(key => key is not null)
                is { } key
            ? (key, certificates)
            : throw new CryptographicException("it holds no private key on an elliptic curve");
    }

    private static HashAlgorithmName? HashOf(ECDsa key)
    {
        var curve = key.ExportParameters(includePrivateParameters: false).Curve;
        return curve.IsNamed
            ? (curve.Oid.Value ?? curve.Oid.FriendlyName) switch
            {
                "1.2.840.10045.3.1.7" or "nistP256" or "ECDSA_P256" => HashAlgorithmName.SHA256,
                "1.3.132.0.34" or "nistP384" or "ECDSA_P384" => HashAlgorithmName.SHA384,
                "1.3.132.0.35" or "nistP521" or "ECDSA_P521" => HashAlgorithmName.SHA512,
                _ => null,
            }
            : null;
    }

    // The key's own first. A root vouches for nothing here: verifiers bring those that they trust.
    private static ImmutableArray<ImmutableArray<byte>> ChainOf(ECDsa key, X509Certificate2Collection certificates)
    {
        if (certificates.Count == 0)
            return [];
        var publicKey = key.ExportSubjectPublicKeyInfo();
        var own = certificates.FirstOrDefault(one =>
            one.PublicKey.ExportSubjectPublicKeyInfo().SequenceEqual(publicKey)
        ) ?? throw new CryptographicException("none of the certificates in it is of its key");
        if (!MaySign(own))
            throw new CryptographicException($"the certificate of {own.Subject} is not for signing");
        return
        [
            [.. own.RawData],
            .. certificates
                .Where(other => other != own && other.Subject != other.Issuer)
                .Select(other => other.RawData.ToImmutableArray()),
        ];
    }

    private static bool MaySign(X509Certificate2 certificate) =>
        certificate
            .Extensions.OfType<X509KeyUsageExtension>()
            .Any(usage => usage.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature))
        || certificate
            .Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .Any(usage => usage.EnhancedKeyUsages.OfType<Oid>().Any(use => use.Value == CodeSigning));
}
