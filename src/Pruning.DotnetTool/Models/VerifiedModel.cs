using System.Security.Cryptography;
using Pruning.Diagnostics;
using Pruning.Pipeline.Provenance;
using Pruning.Runtime;
using Pruning.Runtime.Signing;
using Pruning.Storage;

namespace Pruning.DotnetTool.Models;

/// <summary>A model whose signature holds, with what lies beside it and is signed too.</summary>
/// <param name="Sha256">Of the model.</param>
/// <param name="Signature">The file that was checked.</param>
/// <param name="Signer">Who signed, for people.</param>
/// <param name="Provenance">The signed file beside the model that says how it came about; null where there is none.</param>
/// <param name="Bom">The bill of materials beside the model, as signed; null where there is none, or no provenance.</param>
internal sealed record VerifiedModel(string Sha256, string Signature, string Signer, string? Provenance, byte[]? Bom)
{
    /// <summary>Checks a model, and what lies beside it.</summary>
    /// <param name="signature">Null for the file beside the model.</param>
    /// <param name="trusted">PEM of a public key, or of authorities.</param>
    /// <exception cref="PruneException">PRUNE7505 to PRUNE7507; the message says what does not hold.</exception>
    public static VerifiedModel Check(string model, string? signature, string trusted)
    {
        var sidecar = signature ?? ModelSidecars.SignatureOf(model);
        try
        {
            if (!File.Exists(sidecar))
                throw ModelSignature.Missing($"there is no '{sidecar}'");
            var hash = FileHashes.Compute(model);
            var held = ModelSignature.Verify(hash, File.ReadAllBytes(sidecar), trusted, Path.GetFileName(model));
            var provenance = ModelSidecars.ProvenanceOf(model);
            return File.Exists(provenance)
                ? new VerifiedModel(hash, sidecar, held.Signer, provenance, CheckBom(model, hash, provenance, trusted))
                : new VerifiedModel(hash, sidecar, held.Signer, null, null);
        }
        catch (DetectorException refusal)
        {
            throw new PruneException(
                Codes.All.Single(code => code.Id == refusal.Code),
                refusal.Message[$"{refusal.Code}: ".Length..],
                new SourceLocation(model),
                refusal
            );
        }
    }

    private static byte[]? CheckBom(string model, string hash, string provenance, string trusted)
    {
        var bundle = SignatureBundle.Read(File.ReadAllBytes(provenance));
        TrustedSigner.Check(bundle, trusted);
        var said = InTotoStatement.Read(bundle.Payload).Subjects.Select(subject => subject.Value).ToHashSet();
        if (!said.Contains(hash))
            throw SignatureRefusal.Of($"'{provenance}' is of another model");
        var path = ModelSidecars.BomOf(model);
        if (!File.Exists(path))
            return null;
        var bom = File.ReadAllBytes(path);
        return said.Contains(Convert.ToHexStringLower(SHA256.HashData(bom)))
            ? bom
            : throw SignatureRefusal.Of($"'{path}' is not the bill of materials that was signed");
    }
}
