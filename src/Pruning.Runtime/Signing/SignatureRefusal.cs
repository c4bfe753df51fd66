namespace Pruning.Runtime.Signing;

/// <summary>A signature that is not accepted.</summary>
internal static class SignatureRefusal
{
    /// <param name="what">What is wrong, as the end of a sentence.</param>
    public static DetectorException Of(string what, Exception? inner = null) =>
        new(
            DetectorException.RefusedSignatureCode,
            $"The model's signature does not hold: {what}. So nobody vouches for what would run. Take model and "
                + "signature from one build, and the key or certificate of whoever signed it.",
            inner
        );

    /// <param name="what">What is wrong with the key or certificate that signatures are checked with.</param>
    public static DetectorException OfTrust(string what, Exception? inner = null) =>
        new(
            DetectorException.TrustCode,
            $"What signatures are to be checked with is of no use: {what}. Without it no model is accepted. Give, as "
                + "PEM, a public key on P-256, P-384 or P-521 (openssl pkey -in key.pem -pubout), or the certificate "
                + "of an authority.",
            inner
        );
}
