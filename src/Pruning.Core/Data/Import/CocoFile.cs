using System.Text.Json;
using System.Text.Json.Serialization;
using Pruning.Diagnostics;

namespace Pruning.Data.Import;

/// <summary>A COCO file of instances, as far as boxes need it. What it holds is not believed yet.</summary>
internal sealed record CocoFile(
    [property: JsonPropertyName("images")] List<CocoImage?>? Images,
    [property: JsonPropertyName("annotations")] List<CocoAnnotation?>? Annotations,
    [property: JsonPropertyName("categories")] List<CocoCategory?>? Categories)
{
    /// <summary>COCO's own largest file has 0.5 GB.</summary>
    private const long MaximumBytes = 4L << 30;

    private static readonly JsonSerializerOptions Json = new()
    {
        MaxDepth = 32,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        AllowTrailingCommas = true,
    };

    /// <summary>Whether it has what instances need; other JSON files lie in the same folders.</summary>
    [JsonIgnore]
    public bool IsComplete => Images is not null && Annotations is not null && Categories is not null;

    /// <exception cref="PruneException">It cannot be read, or is no JSON of that shape (<c>PRUNE2020</c>).</exception>
    public static CocoFile Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            if (stream.Length > MaximumBytes)
                throw Unreadable(path, $"it has {stream.Length} bytes, and {MaximumBytes} are the limit", null);
            return JsonSerializer.Deserialize<CocoFile>(stream, Json) ?? throw Unreadable(path, "it holds nothing", null);
        }
        catch (JsonException exception)
        {
            throw Unreadable(path, exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, exception.Message, exception);
        }
    }

    private static PruneException Unreadable(string path, string why, Exception? inner) => new(
        Codes.AnnotationsUnreadable,
        $"The annotations '{path}' cannot be read as COCO's JSON: {why.ReplaceLineEndings(" ")} Nothing was converted; copy the file again, or leave it out.",
        new SourceLocation(path, inner is JsonException { LineNumber: { } line } ? (int)Math.Min(line + 1, int.MaxValue) : 0, 1),
        inner);
}

internal sealed record CocoImage(
    [property: JsonPropertyName("id")] long? Id,
    [property: JsonPropertyName("file_name")] string? FileName,
    [property: JsonPropertyName("width")] double? Width,
    [property: JsonPropertyName("height")] double? Height);

/// <param name="Box">Left, top, width, height in pixels.</param>
internal sealed record CocoAnnotation(
    [property: JsonPropertyName("image_id")] long? ImageId,
    [property: JsonPropertyName("category_id")] long? CategoryId,
    [property: JsonPropertyName("bbox")] double[]? Box,
    [property: JsonPropertyName("segmentation"), JsonConverter(typeof(CocoSegmentationConverter))] CocoSegmentation? Segmentation,
    [property: JsonPropertyName("iscrowd"), JsonConverter(typeof(CocoFlagConverter))] bool IsCrowd = false);

internal sealed record CocoCategory(
    [property: JsonPropertyName("id")] long? Id,
    [property: JsonPropertyName("name")] string? Name);
