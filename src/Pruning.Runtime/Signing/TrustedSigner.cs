using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pruning.Runtime.Signing;

/// <summary>Whose signatures count: the holder of a key, or whoever an authority has certified.</summary>
internal static class TrustedSigner
{
    /// <summary>Checks a bundle's signature, and nothing of what it says.</summary>
    /// <param name="pem">A public key, or the certificates of authorities.</param>
    /// <returns>Who signed, for people.</returns>
    /// <exception cref="DetectorException">
    /// PRUNE7506: another signed it. PRUNE7507: <paramref name="pem"/> is neither.
    /// </exception>
    public static string Check(SignatureBundle bundle, string pem)
    {
        try
        {
            return pem.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal)
                ? CertificateChain.Check(bundle, pem)
                : CheckKey(bundle, pem);
        }
        catch (CryptographicException error)
        {
            throw SignatureRefusal.Of($"a certificate cannot be read ({error.Message.TrimEnd('.')})", error);
        }
    }

    private static string CheckKey(SignatureBundle bundle, string pem)
    {
        using var key = Import(pem);
        var hash = EllipticKey.HashOf(key)
            ?? throw SignatureRefusal.OfTrust("the key is on a curve that signs no models");
        var hint = EllipticKey.HintOf(key);
        if (bundle.KeyHint is { } other && other != hint)
            throw SignatureRefusal.Of($"it was made with the key {Short(other)}, and the trusted one is {Short(hint)}");
        if (!EllipticKey.Verifies(key, hash, bundle))
            throw SignatureRefusal.Of($"it is none of the key {Short(hint)} over what it says");
        return $"key {hint}";
    }

    private static ECDsa Import(string pem)
    {
        if (pem.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            throw SignatureRefusal.OfTrust("it is a private key, which nobody but the signer should have");
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw SignatureRefusal.OfTrust($"it is no public key ({error.Message.TrimEnd('.')})", error);
        }
    }

    private static string Short(string hint) => hint.Length > 16 ? hint[..16] + "…" : hint;
}
