using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Pruning.Runtime;

namespace Pruning.Signing;

/// <summary>What the engine signs is checked by the runtime, which shares no code with it.</summary>
internal sealed class SignedModel : IDisposable
{
    private readonly ECDsa _key;

    public SignedModel(ECCurve? curve = null)
    {
        _key = ECDsa.Create(curve ?? ECCurve.NamedCurves.nistP256);
        Key = Load(_key.ExportPkcs8PrivateKeyPem());
        Bundle = SignedBundle.Write(Key, Statement);
    }

    public byte[] Model { get; } = Encoding.UTF8.GetBytes("an onnx file");

    public SigningKey Key { get; }

    public string PublicPem => _key.ExportSubjectPublicKeyInfoPem();

    public string Statement =>
        InTotoStatement.OfModel("Detector.onnx", Convert.ToHexStringLower(SHA256.HashData(Model)));

    public string Bundle { get; }

    public static SigningKey Load(string pem, string? password = null)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, pem);
            return SigningKey.Load(path, password);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The bundle with something changed in it.</summary>
    public string Changed(Action<JsonNode> change)
    {
        var root = JsonNode.Parse(Bundle)!;
        change(root);
        return root.ToJsonString();
    }

    /// <summary>A bundle over a changed statement, signed anew: only what it says is wrong.</summary>
    public string Saying(Action<JsonNode> change)
    {
        var statement = JsonNode.Parse(Statement)!;
        change(statement);
        return SignedBundle.Write(Key, statement.ToJsonString());
    }

    public ModelSignature Verify(string? bundle = null, string? trusted = null, byte[]? model = null) =>
        ModelSignature.Verify(model ?? Model, Encoding.UTF8.GetBytes(bundle ?? Bundle), trusted ?? PublicPem);

    public void Dispose()
    {
        Key.Dispose();
        _key.Dispose();
    }
}
