using System.Security.Cryptography;

namespace Pruning.Runtime.Signing;

/// <summary>
/// What OpenSSF's model signing says of a model, version 1.0: its files with a digest each, and one over all of them.
/// </summary>
internal static class ModelManifest
{
    public const string PredicateType = "https://model_signing/signature/v1.0";

    /// <summary>The name of the file in the signature of a model that is one file.</summary>
    private const string Itself = ".";

    private const int DigestLength = 32;

    /// <summary>What the signed model's file has to hash to.</summary>
    /// <param name="fileName">
    /// The file's, for a signature that is over the whole folder in which it lies; null where it is not known.
    /// </param>
    /// <returns>SHA-256, in hexadecimal.</returns>
    /// <exception cref="DetectorException">PRUNE7506: it says nothing of the file, or contradicts itself.</exception>
    public static string DigestIn(InTotoStatement statement, string? fileName)
    {
        if (statement.PredicateType != PredicateType)
            throw SignatureRefusal.Of($"it says '{statement.PredicateType}' of the model, not '{PredicateType}'");
        if (statement.Subjects.Count != 1)
            throw SignatureRefusal.Of($"it is over {statement.Subjects.Count} models, not one");
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string? found = null;
        foreach (var file in statement.Predicate.Array("resources").EnumerateArray())
        {
            var (name, algorithm) = (file.Text("name"), file.Text("algorithm"));
            if (algorithm != "sha256")
                throw SignatureRefusal.Of($"its digest of '{name}' is by '{algorithm}', and is read by 'sha256'");
            var digest = Bytes(name, file.Text("digest"));
            all.AppendData(digest);
            if (name == Itself || name == fileName)
                found = EllipticKey.Hex(digest);
        }

        if (EllipticKey.Hex(all.GetHashAndReset()) != statement.Subjects[0].Value)
            throw SignatureRefusal.Of("its digest of the whole does not follow from those of the files");
        return found ?? throw SignatureRefusal.Of($"it says nothing of '{fileName ?? Itself}'");
    }

    private static byte[] Bytes(string name, string digest)
    {
        try
        {
            var bytes = Convert.FromHexString(digest);
            return bytes.Length == DigestLength ? bytes : throw Wrong(name);
        }
        catch (FormatException)
        {
            throw Wrong(name);
        }
    }

    private static DetectorException Wrong(string name) => SignatureRefusal.Of($"its digest of '{name}' is no SHA-256");
}
