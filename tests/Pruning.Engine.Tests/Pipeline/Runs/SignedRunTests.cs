using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Pruning.Diagnostics;
using Pruning.Onnx;
using Pruning.Pipeline.Provenance;
using Pruning.Reporting.Provenance;
using Pruning.Runtime;
using Pruning.Signing;
using Pruning.Testing;

namespace Pruning.Pipeline.Runs;

/// <summary>Builds that say where their model came from, and sign it.</summary>
[Collection(TorchCollection.Name)]
public sealed class SignedRunTests : PipelineRunTest
{
    private const string Key = "<PruningSigningKey>key.pem</PruningSigningKey>";
    private const string Quick =
        "<TrainEpochs>0</TrainEpochs><SparseEpochs>0</SparseEpochs><FineTuneEpochs>0</FineTuneEpochs>"
        + "<Importance>l2</Importance><ImitationSteps>0</ImitationSteps>";

    private string Model => Output("Detector.onnx");

    [Fact]
    public void A_build_says_where_its_model_came_from_and_signs_it_once()
    {
        var pem = WriteKey();
        Assert.True(Run(Key).Passed);

        // Three files beside it, which the build's cleaning knows.
        Assert.Equal(ModelSidecars.All(Model), ModelSidecars.Of(Model));
        Assert.Superset(ModelSidecars.All(Model).ToHashSet(), File.ReadAllLines(Output("outputs.txt")).ToHashSet());
        Assert.Contains(Clone.PathOf("key.pem"), File.ReadAllLines(Output("inputs.txt")));

        var onnx = File.ReadAllBytes(Model);
        var hash = Convert.ToHexStringLower(SHA256.HashData(onnx));
        Assert.Equal(
            hash,
            ModelSignature.Verify(onnx, File.ReadAllBytes(ModelSignature.PathBeside(Model)), pem).Sha256
        );
        using (var detector = Detector.Open(Model, new DetectorOptions { RequireSignature = pem }))
            Assert.Equal(["dark", "light"], detector.Labels);

        var (beside, inside) = (Text(ModelSidecars.BomOf(Model)), OnnxBom.Read(onnx, Model)!);
        Assert.Empty(CycloneDxSchema.Problems(beside));
        Assert.Empty(CycloneDxSchema.Problems(inside));
        Assert.Contains(hash, beside, StringComparison.Ordinal);
        Assert.Contains(Sha256Of("base.safetensors"), beside, StringComparison.Ordinal);
        Assert.Contains(Sha256Of("base.safetensors"), inside, StringComparison.Ordinal);
        Assert.Contains(DirHash("train"), beside, StringComparison.Ordinal);
        Assert.Contains(DirHash("val"), inside, StringComparison.Ordinal);
        Assert.Contains("pkg:nuget/TorchSharp@", beside, StringComparison.Ordinal);
        var said = Provenance();
        Assert.Equal(
            [
                ("Detector.onnx", hash),
                (
                    "Detector.onnx.cdx.json",
                    Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(ModelSidecars.BomOf(Model))))
                ),
            ],
            said["subject"]!.AsArray().Select(one => ((string)one!["name"]!, (string)one["digest"]!["sha256"]!))
        );

        // Signatures are random: what is there stays.
        var before = Snapshot();
        Assert.Equal("", Ran(Run(Key)));
        Assert.Equal(before, Snapshot());

        // Another gate is another bill, and the same model.
        Assert.Equal("", Ran(Run(Key, """<Gate Include="mAP50" Minimum="0" />""")));
        var judged = Snapshot();
        Assert.Equal(before[ModelSidecars.SignatureOf(Model)], judged[ModelSidecars.SignatureOf(Model)]);
        Assert.Equal(before[Model], judged[Model]);
        Assert.NotEqual(before[ModelSidecars.BomOf(Model)], judged[ModelSidecars.BomOf(Model)]);
        Assert.NotEqual(before[ModelSidecars.ProvenanceOf(Model)], judged[ModelSidecars.ProvenanceOf(Model)]);
        Assert.Contains("pruning:gate:mAP50", Text(ModelSidecars.BomOf(Model)), StringComparison.Ordinal);

        // Another key signs anew; none leaves the bill alone.
        var other = WriteKey();
        Assert.Equal("", Ran(Run(Key)));
        ModelSignature.Verify(onnx, File.ReadAllBytes(ModelSignature.PathBeside(Model)), other);
        Assert.Equal("", Ran(Run("")));
        Assert.Equal([ModelSidecars.BomOf(Model)], ModelSidecars.Of(Model));
        Assert.Equal(onnx, File.ReadAllBytes(Model));

        // A model that is withdrawn takes all of it along.
        Assert.False(Run(Key, """<Gate Include="mAP50" Minimum="0.999" />""").Passed);
        Assert.Empty(ModelSidecars.Of(Model));
    }

    [Fact]
    public void A_key_that_does_not_open_is_told_before_anything_is_trained()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Clone.Write(
            "key.pem",
            key.ExportEncryptedPkcs8PrivateKeyPem(
                "a word",
                new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)
            )
        );
        const string Variable = "PRUNING_TEST_SIGNING_PASSWORD";
        const string Asked = $"{Key}<PruningSigningPasswordVariable>{Variable}</PruningSigningPasswordVariable>";
        Assert.Equal(Codes.SigningKeyUnusable, Refused(Clone.Request(Key)).Code);
        Assert.Equal(Codes.SigningKeyUnusable, Refused(Clone.Request(Asked)).Code);
        Assert.Equal(
            Codes.ContradictoryOptions,
            Refused(Clone.Request($"<PruningSigningPasswordVariable>{Variable}</PruningSigningPasswordVariable>")).Code
        );
        Assert.Equal(Codes.MissingFile, Refused(Clone.Request("<PruningSigningKey>none.pem</PruningSigningKey>")).Code);
        Environment.SetEnvironmentVariable(Variable, "a word");
        try
        {
            Assert.True(Run(Asked).Passed);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }

        ModelSignature.Verify(
            File.ReadAllBytes(Model),
            File.ReadAllBytes(ModelSignature.PathBeside(Model)),
            key.ExportSubjectPublicKeyInfoPem()
        );
        foreach (var file in Directory.GetFiles(Output("."), "*", SearchOption.AllDirectories))
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf("a word"u8) < 0, file);
    }

    private PipelineResult Run(string properties, string items = "") =>
        Clone.Run(Clone.Request(Quick + properties, items));

    private string WriteKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Clone.Write("key.pem", key.ExportPkcs8PrivateKeyPem());
        return key.ExportSubjectPublicKeyInfoPem();
    }

    // Bytes, and the time that tells whether the same bytes were written again.
    private Dictionary<string, (string Hash, DateTime Written)> Snapshot() =>
        ModelSidecars
            .Of(Model)
            .Append(Model)
            .ToDictionary(
                path => path,
                path => (Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))), File.GetLastWriteTimeUtc(path))
            );

    private JsonNode Provenance() =>
        JsonNode.Parse(
            Convert.FromBase64String(
                (string)JsonNode.Parse(Text(ModelSidecars.ProvenanceOf(Model)))!["dsseEnvelope"]!["payload"]!
            )
        )!;

    private string Sha256Of(string file) =>
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Clone.PathOf(file))));

    // As 'find . -type f | sort | xargs sha256sum | sha256sum' has it, of the split's images and labels.
    private string DirHash(string split)
    {
        var root = Clone.PathOf("cells");
        var listing = new[] { $"images/{split}", $"labels/{split}" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(root, folder)))
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .Select(name => $"{Sha256Of(Path.Combine("cells", name))}  {name}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(listing))));
    }

    private static string Text(string path) => File.ReadAllText(path);
}
