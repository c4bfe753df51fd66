using System.Security.Cryptography;
using System.Text;
using Pruning.Diagnostics;
using Pruning.Pipeline;

namespace Pruning.Signing;

public sealed class SigningKeyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Keys_are_read_as_openssl_writes_them()
    {
        var parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
        foreach (
            var (pem, password) in new[]
            {
                (_key.ExportPkcs8PrivateKeyPem(), null),
                (parameters + _key.ExportECPrivateKeyPem(), null),
                (
                    _key.ExportEncryptedPkcs8PrivateKeyPem(
                        "a word",
                        new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)
                    ),
                    "a word"
                ),
            }
        )
        {
            using var key = SigningKey.Load(_folder.Write("key.pem", pem), password);
            Assert.True(
                _key.VerifyData("x"u8, key.Sign("x"u8), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
            );
            Assert.Empty(key.Certificates);
        }
    }

    [Fact]
    public void Certificates_come_with_their_key_from_either_kind_of_file()
    {
        using var authority = new TestAuthority();
        using var pem = SigningKey.Load(_folder.Write("signer.pem", authority.SignerPem));
        File.WriteAllBytes(_folder.PathOf("signer.pfx"), authority.SignerPfx("a word"));
        using var pfx = SigningKey.Load(_folder.PathOf("signer.pfx"), "a word");
        // Of the authorities only those below the root.
        Assert.Equal(2, pem.Certificates.Length);
        Assert.Equal(pem.Certificates.Select(one => one.ToArray()), pfx.Certificates.Select(one => one.ToArray()));
        Assert.Equal(pem.Hint, pfx.Hint);
    }

    [Fact]
    public void What_cannot_sign_is_told_without_its_content()
    {
        Refused("holds no private key", "nothing of the kind -----BEGIN X-----");
        Refused("holds no private key", _key.ExportSubjectPublicKeyInfoPem());
        Refused("P-256", Rsa());
        using var other = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        Refused("its key is not on P-256", other.ExportPkcs8PrivateKeyPem());
        var encrypted = _key.ExportEncryptedPkcs8PrivateKeyPem(
            "a word",
            new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)
        );
        Refused("no password is given", encrypted);
        Refused(
            "openssl pkcs8 -topk8",
            "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END EC PRIVATE KEY-----"
        );
        var wrong = Refused("P-256", encrypted, "another word");
        Assert.DoesNotContain("another word", wrong, StringComparison.Ordinal);
        using var authority = new TestAuthority();
        var certificate = authority.RootPem;
        Refused("none of the certificates in it is of its key", _key.ExportPkcs8PrivateKeyPem() + "\n" + certificate);
    }

    private static string Rsa()
    {
        using var key = RSA.Create(2048);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private string Refused(string why, string text, string? password = null)
    {
        var path = _folder.Write("bad.pem", text);
        var refusal = Assert.Throws<PruneException>(() => SigningKey.Load(path, password));
        Assert.Equal(Codes.SigningKeyUnusable, refusal.Code);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        return refusal.Message;
    }
}
