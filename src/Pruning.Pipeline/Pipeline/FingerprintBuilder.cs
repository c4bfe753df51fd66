using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Pruning.Pipeline;

/// <summary>
/// Canonical bytes of a stage's inputs: each entry is a name and a value, both length-prefixed, so that no two lists of
/// entries have the same bytes. Never feed it a time or an absolute path: they differ between machines that would make
/// the same result.
/// </summary>
public sealed class FingerprintBuilder
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<KeyValuePair<string, string>> _entries = [];

    /// <summary>What was added, for the manifest: it tells a person why two results differ.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Entries => _entries;

    public FingerprintBuilder Add(string name, string? value)
    {
        // Null and empty differ: null means "decided by the engine".
        AppendText(name);
        AppendText(value is null ? "-" : "=" + value);
        _entries.Add(new(name, value ?? "(auto)"));
        return this;
    }

    public FingerprintBuilder Add(string name, long value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

    public FingerprintBuilder Add(string name, bool value) => Add(name, value ? "true" : "false");

    /// <summary>Exact: the shortest text that parses back to the same bits.</summary>
    public FingerprintBuilder Add(string name, double value) =>
        Add(name, value.ToString("R", CultureInfo.InvariantCulture));

    public FingerprintBuilder Add(string name, double? value) =>
        Add(name, value?.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>All of a record's properties.</summary>
    public FingerprintBuilder AddRecord<T>(string name, T value) => Add(name, TextOf(value));

    /// <summary>A record as it counts. Not its own text, which has a decimal comma in some countries.</summary>
    internal static string TextOf<T>(T value) => JsonSerializer.Serialize(value);

    public FingerprintBuilder Add(string name, Fingerprint value) => Add(name, value.Hex);

    public FingerprintBuilder Add(string name, IEnumerable<string> values)
    {
        var list = values.ToList();
        Add(name, list.Count);
        foreach (var value in list)
            Add(name, value);
        return this;
    }

    /// <summary>The fingerprint of everything added so far.</summary>
    public Fingerprint Build() => new(Convert.ToHexStringLower(_hash.GetCurrentHash()));

    private void AppendText(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        _hash.AppendData(length);
        _hash.AppendData(bytes);
    }
}
