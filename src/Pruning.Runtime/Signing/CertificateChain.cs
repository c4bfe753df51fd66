using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pruning.Runtime.Signing;

/// <summary>Signatures of those whom an authority has certified. Nothing is looked up on a network.</summary>
internal static class CertificateChain
{
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    /// <param name="pem">Certificates of authorities.</param>
    /// <returns>Who signed, for people.</returns>
    public static string Check(SignatureBundle bundle, string pem)
    {
        var authorities = Authorities(pem);
        if (bundle.Certificates.Count == 0)
            throw SignatureRefusal.Of(
                "it was made with a key that comes without a certificate, and certificates of an authority are trusted"
            );
        var given = bundle.Certificates.Select(Load).ToList();
        try
        {
            Trace(given, authorities);
            RequireUse(given[0]);
            using var key = given[0].GetECDsaPublicKey()
                ?? throw SignatureRefusal.Of("its certificate is of a key that is not on an elliptic curve");
            if (EllipticKey.HashOf(key) is not { } hash)
                throw SignatureRefusal.Of("its certificate is of a key on a curve that signs no models");
            if (!EllipticKey.Verifies(key, hash, bundle))
                throw SignatureRefusal.Of($"it is none of {given[0].Subject} over what it says");
            return $"{given[0].Subject}, certified by {given[0].Issuer}";
        }
        finally
        {
            foreach (var certificate in given.Concat(authorities))
                certificate.Dispose();
        }
    }

    private static void Trace(List<X509Certificate2> given, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ExtraStore.AddRange(given.Skip(1).ToArray());
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        // No clock vouches for when it was signed. As in OpenSSF's verifier, the chain has to have held when the
        // certificate began: apps outlive certificates.
        chain.ChainPolicy.VerificationTime = given[0].NotBefore;
        if (!chain.Build(given[0]))
            throw SignatureRefusal.Of(
                $"no trusted authority stands behind the certificate of {given[0].Subject} "
                    + $"({string.Join(", ", chain.ChainStatus.Select(status => status.Status))})"
            );
    }

    private static void RequireUse(X509Certificate2 certificate)
    {
        var signs =
            certificate
                .Extensions.OfType<X509KeyUsageExtension>()
                .Any(usage => usage.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature))
            || certificate
                .Extensions.OfType<X509EnhancedKeyUsageExtension>()
                .Any(usage => usage.EnhancedKeyUsages.OfType<Oid>().Any(use => use.Value == CodeSigning));
        if (!signs)
            throw SignatureRefusal.Of($"the certificate of {certificate.Subject} is not for signing");
    }

    private static X509Certificate2Collection Authorities(string pem)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(pem);
            return found;
        }
        catch (CryptographicException error)
        {
            throw SignatureRefusal.OfTrust($"a certificate in it cannot be read ({error.Message.TrimEnd('.')})", error);
        }
    }

#if NET9_0_OR_GREATER
    private static X509Certificate2 Load(byte[] der) => X509CertificateLoader.LoadCertificate(der);
#else
    private static X509Certificate2 Load(byte[] der) => new(der);
#endif
}
