using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pruning.Graphs;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx;

/// <summary>
/// What an ONNX file says about itself beside its graph. <c>names</c> and <c>stride</c> are as YOLOv5's own exporter
/// writes them, so that programs made for its files read ours; the <c>pruning.*</c> properties are ours.
/// </summary>
/// <param name="ClassNames">Empty when the file has none.</param>
/// <param name="Stride">The largest stride in pixels; null when the file has none.</param>
/// <param name="ImageSize">Side of the input in pixels; null in files that are not ours.</param>
/// <param name="Provenance">Where the model came from; empty in files that are not ours.</param>
/// <param name="Engine">The version of this product that wrote the file; null in files that are not ours.</param>
public sealed record OnnxMetadata(
    ImmutableArray<string> ClassNames,
    int? Stride,
    int? ImageSize,
    ImmutableSortedDictionary<string, string> Provenance,
    string? Engine
)
{
    /// <summary>
    /// Confidence where the F1 of all classes was largest, 0 to 1: where precision and recall were read. Null in a file
    /// that was not measured, or is not ours.
    /// </summary>
    public double? F1Confidence { get; init; }

    /// <summary>
    /// Trainable values of the network, which batch norms that are folded into convolutions were part of; null in files
    /// that are not ours.
    /// </summary>
    public long? Parameters { get; init; }

    /// <summary>
    /// Side in pixels to which the file reduces its picture before the network looks at it; null where it does not.
    /// </summary>
    public int? Resolution { get; init; }

    public const string ProducerName = "Pruning.Build";

    private const string NamesKey = "names";
    private const string StrideKey = "stride";
    private const string ImageSizeKey = "pruning.imageSize";
    private const string ClassesKey = "pruning.classes";
    private const string ProvenanceKey = "pruning.provenance";
    private const string EngineKey = "pruning.engine";
    private const string ParametersKey = "pruning.parameters";
    private const string ResolutionKey = "pruning.resolution";

    /// <summary>Metadata longer than this, in characters, is not read: no honest file comes near.</summary>
    private const int MaximumLength = 1 << 20;

    /// <summary>Strides beyond this, in pixels, are not believed.</summary>
    private const int MaximumStride = 4096;

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// This product's version, without the commit that some builds append: the same source gives the same files.
    /// </summary>
    public static string EngineVersion { get; } =
        (
            typeof(OnnxMetadata)
                .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                ?.InformationalVersion
            ?? "0"
        ).Split('+')[0];

    public static OnnxMetadata Of(Network network, OnnxExportOptions options) =>
        new(network.ClassNames, network.MaximumStride, options.ImageSize, network.Provenance, EngineVersion)
        {
            Parameters = NetworkCost.ParametersOf(network.Parameters),
            Resolution = options.Resolution,
        };

    /// <summary>The file's properties, in the order in which they are written.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToProperties()
    {
        if (Stride is { } stride)
            yield return new(StrideKey, stride.ToString(CultureInfo.InvariantCulture));
        yield return new(NamesKey, PythonNames.Write(ClassNames));
        if (ImageSize is { } size)
            yield return new(ImageSizeKey, size.ToString(CultureInfo.InvariantCulture));
        yield return new(ClassesKey, JsonSerializer.Serialize(ClassNames, Json));
        yield return new(ProvenanceKey, JsonSerializer.Serialize(Provenance, Json));
        if (Engine is not null)
            yield return new(EngineKey, Engine);
        if (Parameters is { } parameters)
            yield return new(ParametersKey, parameters.ToString(CultureInfo.InvariantCulture));
        if (Resolution is { } resolution)
            yield return new(ResolutionKey, resolution.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// Reads what is there; properties that do not parse count as absent, since any program may have written them.
    /// </summary>
    public static OnnxMetadata Read(IReadOnlyDictionary<string, string> properties) =>
        new(
            Classes(properties),
            Number(properties, StrideKey, MaximumStride),
            Number(properties, ImageSizeKey, OnnxExportOptions.MaximumImageSize),
            FromJson<Dictionary<string, string>>(properties, ProvenanceKey)
                ?.Where(pair => pair.Value is not null)
                .ToImmutableSortedDictionary(StringComparer.Ordinal)
                ?? ImmutableSortedDictionary<string, string>.Empty,
            Text(properties, EngineKey)
        )
        {
            F1Confidence =
                Text(properties, OnnxContract.F1ConfidenceKey) is { } text
                && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && value is >= 0 and <= 1
                    ? value
                    : null,
            Parameters =
                long.TryParse(
                    Text(properties, ParametersKey),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var parameters
                )
                && parameters > 0
                    ? parameters
                    : null,
            Resolution = Number(properties, ResolutionKey, OnnxExportOptions.MaximumImageSize),
        };

    /// <summary>The same of a parsed file; of properties with one key, the first counts.</summary>
    internal static OnnxMetadata Read(ModelProto model) =>
        Read(
            model
                .MetadataProps.GroupBy(property => property.Key, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.First().Value, StringComparer.Ordinal)
        );

    private static ImmutableArray<string> Classes(IReadOnlyDictionary<string, string> properties)
    {
        if (FromJson<string[]>(properties, ClassesKey) is { } own && !own.Contains(null))
            return [.. own];
        return Text(properties, NamesKey) is { } names && PythonNames.TryRead(names, out var read) ? read : [];
    }

    /// <summary>A positive whole number; YOLOv5 versions write <c>32</c> or <c>32.0</c>.</summary>
    private static int? Number(IReadOnlyDictionary<string, string> properties, string key, int maximum) =>
        Text(properties, key) is { } text
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number >= 1
        && number <= maximum
        && number == Math.Floor(number)
            ? (int)number
            : null;

    private static T? FromJson<T>(IReadOnlyDictionary<string, string> properties, string key)
        where T : class
    {
        try
        {
            return Text(properties, key) is { } text ? JsonSerializer.Deserialize<T>(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(IReadOnlyDictionary<string, string> properties, string key) =>
        properties.TryGetValue(key, out var text) && text.Length <= MaximumLength ? text : null;
}
