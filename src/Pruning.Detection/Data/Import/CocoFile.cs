using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pruning.Diagnostics;

namespace Pruning.Data.Import;

/// <summary>A COCO file of instances, as far as boxes need it. What it holds is not believed yet.</summary>
internal sealed record CocoFile(
    [property: JsonPropertyName("images")] List<CocoImage?>? Images,
    [property: JsonPropertyName("annotations")] List<CocoAnnotation?>? Annotations,
    [property: JsonPropertyName("categories")] List<CocoCategory?>? Categories
)
{
    /// <summary>COCO's own largest file has 0.5 GB.</summary>
    private const long MaximumBytes = 4L << 30;

    private static readonly JsonSerializerOptions Json = new()
    {
        MaxDepth = 32,
        AllowTrailingCommas = true,
        Converters =
        {
            new CocoIdConverter(),
            new CocoNumberConverter(),
            new CocoNumbersConverter(),
            new CocoTextConverter(),
        },
    };

    // Lists are read as they stream by; what else stands there is only read whole, so only where it is no list.
    private static readonly JsonSerializerOptions Keyed = new(Json)
    {
        Converters =
        {
            new CocoListConverter<CocoImage>(),
            new CocoListConverter<CocoAnnotation>(),
            new CocoListConverter<CocoCategory>(),
        },
    };

    /// <summary>Whether it has what instances need; other JSON files lie in the same folders.</summary>
    [JsonIgnore]
    public bool IsComplete => Images is not null && Annotations is not null && Categories is not null;

    /// <exception cref="PruneException">It cannot be read, or is no JSON of that shape (<c>PRUNE2020</c>).</exception>
    public static CocoFile Read(string path)
    {
        try
        {
            return Read(path, Json);
        }
        catch (JsonException exception) when (IsOfAnotherKind(exception))
        {
            return ReadKeyed(path);
        }
        catch (JsonException exception)
        {
            throw Unreadable(path, Plain(exception), exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, exception.Message, exception);
        }
    }

    private static CocoFile Read(string path, JsonSerializerOptions form)
    {
        using var file = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            1 << 16,
            FileOptions.SequentialScan
        );
        if (file.Length > MaximumBytes)
            throw Unreadable(path, $"it has {file.Length} bytes, and {MaximumBytes} are the limit", null);
        using var text = Utf8(file);
        using var strict = new NonFiniteJson(text);
        return JsonSerializer.Deserialize<CocoFile>(strict, form) ?? throw Unreadable(path, "it holds nothing", null);
    }

    private static CocoFile ReadKeyed(string path)
    {
        try
        {
            return Read(path, Keyed);
        }
        catch (JsonException exception)
        {
            throw Unreadable(path, Plain(exception), exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, exception.Message, exception);
        }
    }

    private static bool IsOfAnotherKind(JsonException exception) =>
        exception.Message.Contains("could not be converted", StringComparison.Ordinal);

    /// <summary>Editors and shells of Windows write UTF-16, with a mark.</summary>
    private static Stream Utf8(FileStream file)
    {
        Span<byte> mark = stackalloc byte[2];
        var read = file.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return mark[..read] switch
        {
            [0xFF, 0xFE] => Encoding.CreateTranscodingStream(
                file,
                Encoding.Unicode,
                new UTF8Encoding(false),
                leaveOpen: true
            ),
            [0xFE, 0xFF] => Encoding.CreateTranscodingStream(
                file,
                Encoding.BigEndianUnicode,
                new UTF8Encoding(false),
                leaveOpen: true
            ),
            _ => file,
        };
    }

    /// <summary>
    /// The reader's message without the names of its types and its positions, which the message's place has.
    /// </summary>
    private static string Plain(JsonException exception)
    {
        var message = exception.Message.Split([" Path: ", " LineNumber: "], StringSplitOptions.None)[0].TrimEnd('.');
        return IsOfAnotherKind(exception)
            ? $"what stands at '{exception.Path ?? "$"}' is of another kind than COCO has there"
            : message;
    }

    private static PruneException Unreadable(string path, string why, Exception? inner) =>
        new(
            Codes.AnnotationsUnreadable,
            $"The annotations '{path}' cannot be read as COCO's JSON: "
                + $"{why.ReplaceLineEndings(" ").TrimEnd('.')}. Nothing was converted; copy the file again, or leave "
                + $"it out.",
            inner is JsonException { LineNumber: { } line } json
                ? new SourceLocation(
                    path,
                    (int)Math.Min(line + 1, int.MaxValue),
                    (int)Math.Min((json.BytePositionInLine ?? 0) + 1, int.MaxValue)
                )
                : new SourceLocation(path),
            inner
        );
}

internal sealed record CocoImage(
    [property: JsonPropertyName("id")] CocoId? Id,
    [property: JsonPropertyName("file_name")] string? FileName,
    [property: JsonPropertyName("width")] double? Width,
    [property: JsonPropertyName("height")] double? Height
) : ICocoEntry<CocoImage>
{
    public CocoImage OfKey(CocoId key) => Id is null ? this with { Id = key } : this;
}

/// <param name="Box">Left, top, width, height in pixels.</param>
internal sealed record CocoAnnotation(
    [property: JsonPropertyName("image_id")] CocoId? ImageId,
    [property: JsonPropertyName("category_id")] CocoId? CategoryId,
    [property: JsonPropertyName("bbox")] double[]? Box,
    [property: JsonPropertyName("segmentation"), JsonConverter(typeof(CocoSegmentationConverter))]
        CocoSegmentation? Segmentation,
    [property: JsonPropertyName("iscrowd"), JsonConverter(typeof(CocoFlagConverter))] bool IsCrowd = false
) : ICocoEntry<CocoAnnotation>
{
    // An annotation's own id means nothing here.
    public CocoAnnotation OfKey(CocoId key) => this;
}

internal sealed record CocoCategory(
    [property: JsonPropertyName("id")] CocoId? Id,
    [property: JsonPropertyName("name")] string? Name
) : ICocoEntry<CocoCategory>
{
    public CocoCategory OfKey(CocoId key) => Id is null ? this with { Id = key } : this;
}
