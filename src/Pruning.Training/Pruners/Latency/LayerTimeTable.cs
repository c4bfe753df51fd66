using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pruning.Storage;

namespace Pruning.Pruners.Latency;

/// <summary>
/// What layers take in this machine's runtime: measured once, when first asked for, and kept in a file for the
/// runtime's version, the processor and the number of threads. A file that cannot be read, or of other circumstances,
/// is measured anew.
/// </summary>
internal sealed class LayerTimeTable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.Strict,
    };

    private const int ReportEvery = 250;

    private readonly string? _path;
    private readonly Circumstances _circumstances;
    private readonly Func<LayerShape, double> _measure;
    private ImmutableSortedDictionary<string, double> _known;

    /// <param name="path">The file; null keeps the times for this run only.</param>
    /// <param name="measure">Gives a layer's milliseconds.</param>
    public LayerTimeTable(string? path, Circumstances circumstances, Func<LayerShape, double> measure)
    {
        (_path, _circumstances, _measure) = (path, circumstances, measure);
        _known = Read();
    }

    /// <summary>Layers measured by this object, not found in the file.</summary>
    public int Measured { get; private set; }

    /// <param name="report">Told of the layers still to measure.</param>
    public IReadOnlyList<double> Of(
        IReadOnlyList<LayerShape> layers,
        Action<int>? report = null,
        CancellationToken cancellation = default
    )
    {
        var missing = layers
            .DistinctBy(layer => layer.Key, StringComparer.Ordinal)
            .Where(layer => !_known.ContainsKey(layer.Key))
            .ToList();
        if (missing.Count > 0)
        {
            try
            {
                Measure(missing, report, cancellation);
            }
            finally
            {
                Save();
            }
        }

        return [.. layers.Select(layer => _known[layer.Key])];
    }

    /// <summary>The time of what has this name.</summary>
    public double Of(string name, Func<double> measure)
    {
        if (!_known.TryGetValue(name, out var known))
        {
            _known = _known.SetItem(name, known = measure());
            Save();
        }

        return known;
    }

    private void Measure(List<LayerShape> missing, Action<int>? report, CancellationToken cancellation)
    {
        for (var index = 0; index < missing.Count; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (index % ReportEvery == 0)
                report?.Invoke(missing.Count - index);
            _known = _known.SetItem(missing[index].Key, _measure(missing[index]));
            Measured++;
        }
    }

    private void Save()
    {
        if (_path is null)
            return;
        // Another build may have measured others meanwhile.
        _known = Read().SetItems(_known);
        AtomicFile.Write(_path, JsonSerializer.Serialize(new Content(_circumstances, _known), Json));
    }

    private ImmutableSortedDictionary<string, double> Read()
    {
        var none = ImmutableSortedDictionary<string, double>.Empty.WithComparers(StringComparer.Ordinal);
        if (_path is null || !File.Exists(_path))
            return none;
        try
        {
            var content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(_path), Json);
            return content is { Milliseconds: { } times } && content.Circumstances == _circumstances
                ? none.AddRange(times.Where(pair => pair.Value is >= 0 and < 1e9))
                : none;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return none;
        }
    }

    /// <summary>What times depend on besides the layer.</summary>
    internal sealed record Circumstances(string Runtime, string Processor, int Threads);

    private sealed record Content(Circumstances Circumstances, ImmutableSortedDictionary<string, double> Milliseconds);
}
