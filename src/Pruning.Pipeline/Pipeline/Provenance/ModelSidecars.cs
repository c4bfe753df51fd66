using System.Collections.Immutable;
using Pruning.Reporting;
using Pruning.Reporting.Provenance;
using Pruning.Runtime;
using Pruning.Signing;
using Pruning.Storage;

namespace Pruning.Pipeline.Provenance;

/// <summary>
/// What lies beside a published model: its bill of materials, and with a key the signatures over the model, and over
/// how both came about. A file that already says it stays as it is, its time stamp too: signatures are random, and a
/// build with nothing to do changes nothing.
/// </summary>
/// <param name="origin">What the model was made from.</param>
/// <param name="key">Null where nothing is signed.</param>
public sealed class ModelSidecars(ModelOrigin origin, SigningKey? key)
{
    /// <summary>What the model was made from.</summary>
    public ModelOrigin Origin { get; } = origin;

    /// <summary>CycloneDX.</summary>
    public static string BomOf(string model) => model + ".cdx.json";

    /// <summary>A Sigstore bundle, in the layout of OpenSSF's model signing.</summary>
    public static string SignatureOf(string model) => ModelSignature.PathBeside(model);

    /// <summary>A Sigstore bundle with SLSA's provenance.</summary>
    public static string ProvenanceOf(string model) => model + ".provenance.json";

    /// <summary>Those that may lie there.</summary>
    public static ImmutableArray<string> All(string model) => [BomOf(model), SignatureOf(model), ProvenanceOf(model)];

    /// <summary>Those that lie there.</summary>
    public static IEnumerable<string> Of(string model) => All(model).Where(File.Exists);

    /// <param name="model">The published file, whose hash the report has.</param>
    public void Write(string model, RunReport report)
    {
        var bom = ModelBom.Beside(report, Origin);
        WriteIfChanged(BomOf(model), bom);
        if (key is null)
        {
            File.Delete(SignatureOf(model));
            File.Delete(ProvenanceOf(model));
            return;
        }

        var (name, hash) = (Path.GetFileName(model), report.Model.Summary.Sha256);
        Sign(SignatureOf(model), key, InTotoStatement.OfModel(name, hash));
        Sign(
            ProvenanceOf(model),
            key,
            BuildProvenance.Write(
                report,
                Origin,
                [(name, hash), (Path.GetFileName(BomOf(model)), FileHashes.Compute(BomOf(model)))]
            )
        );
    }

    private static void WriteIfChanged(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
            AtomicFile.Write(path, text);
    }

    private static void Sign(string path, SigningKey key, string statement)
    {
        if (!File.Exists(path) || !SignedBundle.Holds(File.ReadAllText(path), key, statement))
            AtomicFile.Write(path, SignedBundle.Write(key, statement));
    }
}
