using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pruning.Signing;

/// <summary>An authority of its own, one below it, and a certificate of the latter: made anew for each test.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _middle;
    private readonly X509Certificate2 _leaf;

    /// <param name="use">What the signer's certificate is for.</param>
    public TestAuthority(X509KeyUsageFlags use = X509KeyUsageFlags.DigitalSignature)
    {
        var root = Request("CN=Test root", _rootKey, isAuthority: true, X509KeyUsageFlags.KeyCertSign);
        _root = root.CreateSelfSigned(Start, Start.AddYears(30));
        using var middle = Request("CN=Test middle", _middleKey, isAuthority: true, X509KeyUsageFlags.KeyCertSign)
            .Create(_root, Start, Start.AddYears(10), [1]);
        _middle = middle.CopyWithPrivateKey(_middleKey);
        // Long over: an app outlives the certificate of its model.
        _leaf = Request("CN=Model builder", _key, isAuthority: false, use)
            .Create(_middle, Start, Start.AddMonths(1), [2]);
    }

    /// <summary>What verifiers trust.</summary>
    public string RootPem => _root.ExportCertificatePem() + "\n";

    /// <summary>What signers have: key, certificate, the authority between.</summary>
    public string SignerPem =>
        string.Join(
            '\n',
            _key.ExportPkcs8PrivateKeyPem(),
            _leaf.ExportCertificatePem(),
            _middle.ExportCertificatePem(),
            _root.ExportCertificatePem()
        );

    /// <summary>The same as PKCS #12.</summary>
    public byte[] SignerPfx(string password)
    {
        using var own = _leaf.CopyWithPrivateKey(_key);
        return new X509Certificate2Collection { own, X509CertificateLoader.LoadCertificate(_middle.RawData) }.Export(
            X509ContentType.Pkcs12,
            password
        )!;
    }

    public void Dispose()
    {
        foreach (IDisposable part in new IDisposable[] { _root, _middle, _leaf, _rootKey, _middleKey, _key })
            part.Dispose();
    }

    private static CertificateRequest Request(string name, ECDsa key, bool isAuthority, X509KeyUsageFlags use)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(use, critical: true));
        return request;
    }
}
