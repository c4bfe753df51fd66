using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Pruning.DotnetTool;

/// <summary>A build with a key, and <c>verify</c> of what it left.</summary>
public sealed class VerifyTests : IDisposable
{
    private readonly TinyProject _project = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private string Model => _project.PathOf("obj/Detector.onnx");

    private string PublicKey => _project.PathOf("public.pem");

    public VerifyTests()
    {
        File.WriteAllText(_project.PathOf("key.pem"), _key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(PublicKey, _key.ExportSubjectPublicKeyInfoPem());
        _project.Ask("30%", ("FileSize", "9 MB"));
        var request = XElement.Load(_project.PathOf("request.xml"));
        request.AddFirst(
            new XElement("Property", new XAttribute("Name", "PruningSigningKey"), new XAttribute("Value", "key.pem"))
        );
        request.Save(_project.PathOf("request.xml"));
    }

    public void Dispose()
    {
        _key.Dispose();
        _project.Dispose();
    }

    [Fact]
    public async Task What_a_build_signs_verifies_until_a_byte_of_it_changes()
    {
        Assert.Equal(ExitCodes.Success, (await ToolRun.OfAsync("build", _project.Path)).ExitCode);

        var run = await VerifyAsync();
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.StartsWith($"{Model} is what was signed.\n  signer      key ", run.Out, StringComparison.Ordinal);
        Assert.Contains("made from   base.safetensors (base model) SHA-256 ", run.Out, StringComparison.Ordinal);
        Assert.Contains("gate        FileSize passed: ", run.Out, StringComparison.Ordinal);
        Assert.Matches(@"\n  measured    mAP50 [0-9.]+ \(val\)\n", run.Out);
        Assert.Contains("\nIts signed bill of materials says:\n", run.Out, StringComparison.Ordinal);
        var json = (await VerifyAsync("--format", "json")).Json;
        Assert.Equal("beside", json.GetProperty("bill").GetString());
        Assert.Equal(1, json.GetProperty("gates").GetArrayLength());

        // An export of the project is the file that was signed.
        var exported = _project.PathOf("exported.onnx");
        Assert.Equal(ExitCodes.Success, (await ToolRun.OfAsync("export", _project.Path, "-o", exported)).ExitCode);
        var signature = Model + ".sig";
        var named = await ToolRun.OfAsync("verify", exported, "--key", PublicKey, "--signature", signature);
        Assert.Equal(ExitCodes.Success, named.ExitCode);
        Assert.Contains("The bill of materials in the file says:", named.Out, StringComparison.Ordinal);

        await RefusedAsync(Model, bytes => bytes[^1] ^= 1, "the model is not what was signed");
        await RefusedAsync(
            Model + ".cdx.json",
            bytes => bytes[bytes.AsSpan().IndexOf("passed"u8)] ^= 1,
            "is not the bill of materials that was signed"
        );
        await RefusedAsync(signature, bytes => bytes[^1] = (byte)'}', "is no JSON");
        File.Delete(signature);
        Assert.Contains("error PRUNE7505", (await VerifyAsync()).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_provenance_has_to_be_of_the_model()
    {
        Assert.Equal(ExitCodes.Success, (await ToolRun.OfAsync("build", _project.Path)).ExitCode);
        var provenance = Model + ".provenance.json";
        var own = File.ReadAllText(provenance);
        File.Copy(Model + ".sig", provenance, overwrite: true);
        // Its subject is the digest over the files' digests.
        Assert.Contains("is of another model", (await VerifyAsync()).Error, StringComparison.Ordinal);
        var forged = JsonNode.Parse(own)!;
        forged["dsseEnvelope"]!["signatures"]![0]!["sig"] = "AAAA";
        File.WriteAllText(provenance, forged.ToJsonString());
        var run = await VerifyAsync();
        Assert.Equal(ExitCodes.GateFailed, run.ExitCode);
        Assert.Contains("is none of the key", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_asked_wrongly_is_bad_input()
    {
        File.WriteAllText(_project.PathOf("model.onnx"), "x");
        File.WriteAllText(
            _project.PathOf("model.onnx.sig"),
            """{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{},"dsseEnvelope":{"payload":"","payloadType":"application/vnd.in-toto+json","signatures":[{"sig":""}]}}"""
        );
        var model = _project.PathOf("model.onnx");
        Assert.Contains(
            "one of --key and --certificate",
            (await ToolRun.OfAsync("verify", model)).Error,
            StringComparison.Ordinal
        );
        foreach (var (asked, code) in new[] { (model, "PRUNE7507"), (_project.PathOf("none.onnx"), "PRUNE0108") })
        {
            File.WriteAllText(_project.PathOf("bad.pem"), "no key");
            var run = await ToolRun.OfAsync("verify", asked, "--key", _project.PathOf("bad.pem"));
            Assert.Equal(ExitCodes.BadInput, run.ExitCode);
            Assert.Contains($"error {code}: ", run.Error, StringComparison.Ordinal);
        }
    }

    private Task<ToolRun> VerifyAsync(params string[] more) =>
        ToolRun.OfAsync(["verify", Model, "--key", PublicKey, .. more]);

    private async Task RefusedAsync(string file, Action<byte[]> change, string why)
    {
        var right = await File.ReadAllBytesAsync(file);
        var bytes = (byte[])right.Clone();
        change(bytes);
        await File.WriteAllBytesAsync(file, bytes);
        var run = await VerifyAsync();
        await File.WriteAllBytesAsync(file, right);
        Assert.Equal(ExitCodes.GateFailed, run.ExitCode);
        Assert.Contains("error PRUNE7506: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
    }
}
