using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Pruning.Runtime;
using Pruning.Runtime.Signing;

namespace Pruning.Signing;

/// <summary>A signature holds for the model that was signed, by the key that signed it, and for nothing else.</summary>
public sealed class ModelSignatureTests : IDisposable
{
    private readonly SignedModel _signed = new();

    public void Dispose() => _signed.Dispose();

    [Theory]
    [InlineData("1.2.840.10045.3.1.7")]
    [InlineData("1.3.132.0.34")]
    [InlineData("1.3.132.0.35")]
    public void What_a_key_signs_holds_with_its_public_half(string curve)
    {
        using var signed = new SignedModel(ECCurve.CreateFromValue(curve));
        var held = signed.Verify();
        Assert.Equal($"key {signed.Key.Hint}", held.Signer);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(signed.Model)), held.Sha256);
    }

    [Fact]
    public void A_changed_byte_of_the_model_fails()
    {
        var model = (byte[])_signed.Model.Clone();
        model[^1] ^= 1;
        Refused("the model is not what was signed", model: model);
    }

    [Fact]
    public void A_changed_byte_of_what_was_said_or_of_the_signature_fails()
    {
        Refused(
            "is none of the key",
            _signed.Changed(root =>
            {
                var envelope = root["dsseEnvelope"]!;
                var said = Encoding.UTF8.GetString(Convert.FromBase64String((string)envelope["payload"]!));
                envelope["payload"] = Convert.ToBase64String(
                    Encoding.UTF8.GetBytes(said.Replace("Detector", "Defector", StringComparison.Ordinal))
                );
            })
        );
        Refused(
            "is none of the key",
            _signed.Changed(root =>
            {
                var signature = root["dsseEnvelope"]!["signatures"]![0]!;
                var bytes = Convert.FromBase64String((string)signature["sig"]!);
                bytes[^1] ^= 1;
                signature["sig"] = Convert.ToBase64String(bytes);
            })
        );
        Refused(
            "is none of the key",
            _signed.Changed(root => root["dsseEnvelope"]!["signatures"]![0]!["sig"] = "AAAA")
        );
    }

    [Fact]
    public void Another_key_and_another_payload_type_fail()
    {
        using var other = new SignedModel();
        Refused("it was made with the key", trusted: other.PublicPem);
        // Without the hint, by the signature itself.
        Refused(
            "is none of the key",
            _signed.Changed(root => root["verificationMaterial"]!.AsObject().Remove("publicKey")),
            other.PublicPem
        );
        Refused(
            "not 'application/vnd.in-toto+json'",
            _signed.Changed(root => root["dsseEnvelope"]!["payloadType"] = "x")
        );
        Refused("its media type is 'x'", _signed.Changed(root => root["mediaType"] = "x"));
    }

    [Fact]
    public void What_is_said_has_to_be_about_the_model_and_to_agree_with_itself()
    {
        Refused(
            "does not follow from those of the files",
            _signed.Saying(said => said["predicate"]!["resources"]![0]!["digest"] = new string('a', 64))
        );
        Refused(
            "does not follow from those of the files",
            _signed.Saying(said => said["subject"]![0]!["digest"]!["sha256"] = new string('a', 64))
        );
        Refused(
            "it says nothing of '.'",
            _signed.Saying(said => said["predicate"]!["resources"]![0]!["name"] = "b.onnx")
        );
        Refused(
            "is by 'blake2b'",
            _signed.Saying(said => said["predicate"]!["resources"]![0]!["algorithm"] = "blake2b")
        );
        Refused("is no SHA-256", _signed.Saying(said => said["predicate"]!["resources"]![0]!["digest"] = "abc"));
        Refused(
            "it says 'https://slsa.dev",
            _signed.Saying(said => said["predicateType"] = "https://slsa.dev/provenance/v1")
        );
        Refused("it is over a 'x'", _signed.Saying(said => said["_type"] = "x"));
        Refused("over 0 models", _signed.Saying(said => said["subject"] = new JsonArray()));
    }

    [Theory]
    [InlineData("", "is no JSON")]
    [InlineData("[]", "has no 'mediaType'")]
    [InlineData("{}", "has no 'mediaType'")]
    [InlineData("{\"mediaType\":7}", "has no 'mediaType' of type string")]
    [InlineData("{\"mediaType\":\"\\ud800\"}", "'mediaType' is no text")]
    [InlineData("{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\"}", "has no 'dsseEnvelope'")]
    public void What_is_no_bundle_is_refused_by_name(string bundle, string why) => Refused(why, bundle);

    [Fact]
    public void What_is_made_to_hurt_is_refused()
    {
        Refused("is no JSON", new string('[', 100_000));
        Refused("is read up to", new string(' ', 5 << 20));
        Refused(
            "'payload' is not base64",
            _signed.Changed(root => root["dsseEnvelope"]!["payload"] = "not base64 at all!")
        );
        Refused("0 signatures", _signed.Changed(root => root["dsseEnvelope"]!["signatures"] = new JsonArray()));
        Refused(
            "2 signatures",
            _signed.Changed(root =>
                root["dsseEnvelope"]!["signatures"]!.AsArray().Add(root["dsseEnvelope"]!["signatures"]![0]!.DeepClone())
            )
        );
    }

    [Fact]
    public void A_certificate_counts_where_its_authority_is_trusted()
    {
        using var authority = new TestAuthority();
        using var key = SignedModel.Load(authority.SignerPem);
        var bundle = SignedBundle.Write(key, _signed.Statement);
        Assert.Equal("CN=Model builder, certified by CN=Test middle", _signed.Verify(bundle, authority.RootPem).Signer);
        using var stranger = new TestAuthority();
        Refused("no trusted authority stands behind", bundle, stranger.RootPem);
        Refused("comes without a certificate", trusted: authority.RootPem);
        // A root that travels with the signature vouches for nothing.
        Assert.Equal(2, key.Certificates.Length);
        Refused("no trusted authority stands behind", Chain(bundle, chain => chain.RemoveAt(1)), authority.RootPem);
        Refused("cannot be read", Chain(bundle, chain => chain[0]!["rawBytes"] = "AAAA"), authority.RootPem);
        Refused("certificates, not 1 to", Chain(bundle, chain => chain.Clear()), authority.RootPem);
    }

    [Fact]
    public void A_certificate_that_is_not_for_signing_signs_nothing()
    {
        using var authority = new TestAuthority(X509KeyUsageFlags.KeyAgreement);
        var refusal = Assert.Throws<Diagnostics.PruneException>(() => SignedModel.Load(authority.SignerPem));
        Assert.Contains("CN=Model builder is not for signing", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing", "is no public key")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "is no public key")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "a certificate in it cannot be read")]
    public void What_cannot_be_trusted_is_told(string pem, string why) =>
        Refused(why, trusted: pem, code: DetectorException.TrustCode);

    [Fact]
    public void Neither_a_private_key_nor_another_curve_is_trusted()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Refused("it is a private key", trusted: key.ExportPkcs8PrivateKeyPem(), code: DetectorException.TrustCode);
        using var other = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        Refused("curve", trusted: other.ExportSubjectPublicKeyInfoPem(), code: DetectorException.TrustCode);
    }

    [Fact]
    public void The_encoding_is_that_of_the_protocol() =>
        // From DSSE's protocol.md: "DSSEv1 29 http://example.com/HelloWorld 11 hello world".
        Assert.Equal(
            "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
            Encoding.UTF8.GetString(DsseEnvelope.Encode("http://example.com/HelloWorld", "hello world"u8))
        );

    private static string Chain(string bundle, Action<JsonArray> change)
    {
        var root = JsonNode.Parse(bundle)!;
        change(root["verificationMaterial"]!["x509CertificateChain"]!["certificates"]!.AsArray());
        return root.ToJsonString();
    }

    private void Refused(
        string why,
        string? bundle = null,
        string? trusted = null,
        byte[]? model = null,
        string code = DetectorException.RefusedSignatureCode
    )
    {
        var refusal = Assert.Throws<DetectorException>(() => _signed.Verify(bundle, trusted, model));
        Assert.Equal(code, refusal.Code);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }
}
