using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pruning.Data.Import;

/// <summary>
/// What a COCO file numbers its entries with: whole numbers, and with some tools such as <c>1.0</c>, <c>"1"</c>, or
/// names.
/// </summary>
internal readonly record struct CocoId : IComparable<CocoId>
{
    private readonly long? _number;
    private readonly string _text;

    private CocoId(long? number, string text) => (_number, _text) = (number, text);

    public static CocoId Of(long number) => new(number, "");

    /// <summary><c>1</c>, <c>1.0</c> and <c>"1"</c> are one id.</summary>
    public static CocoId Of(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return new CocoId(whole, "");
        return
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) < 1L << 53
            && number == Math.Floor(number)
            ? new CocoId((long)number, "")
            : new CocoId(null, text);
    }

    /// <summary>Numbers come first, in their order; then names, in ordinal order.</summary>
    public int CompareTo(CocoId other) =>
        (_number, other._number) switch
        {
            ({ } one, { } two) => one.CompareTo(two),
            (null, null) => string.CompareOrdinal(_text, other._text),
            (null, _) => 1,
            _ => -1,
        };

    public override string ToString() => _number?.ToString(CultureInfo.InvariantCulture) ?? $"'{_text}'";
}

internal sealed class CocoIdConverter : JsonConverter<CocoId>
{
    public override CocoId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Number when reader.TryGetInt64(out var whole) => CocoId.Of(whole),
            JsonTokenType.Number => CocoId.Of(CocoScalars.Raw(ref reader)),
            JsonTokenType.String => CocoId.Of(CocoScalars.Text(ref reader)),
            _ => throw new JsonException("an id is neither a number nor a text"),
        };

    public override void Write(Utf8JsonWriter writer, CocoId value, JsonSerializerOptions options) =>
        throw new NotSupportedException();
}

/// <summary>Single values of a file that is not believed.</summary>
internal static class CocoScalars
{
    /// <summary>A number as it is written.</summary>
    public static string Raw(ref Utf8JsonReader reader) =>
        Encoding.UTF8.GetString(
            reader.HasValueSequence ? System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence) : reader.ValueSpan
        );

    public static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new JsonException("a text is not in UTF-8; save the file in UTF-8");
        }
    }
}

/// <summary>
/// A number, also one in quotation marks; not a number for anything else, which then counts as missing.
/// </summary>
internal sealed class CocoNumberConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.Number)
            return reader.GetDouble();
        if (
            reader.TokenType is JsonTokenType.String
            && double.TryParse(
                CocoScalars.Text(ref reader),
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var value
            )
        )
            return value;
        reader.Skip();
        return double.NaN;
    }

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
        throw new NotSupportedException();
}

/// <summary>A list of numbers; empty for anything else.</summary>
internal sealed class CocoNumbersConverter : JsonConverter<double[]>
{
    private static readonly CocoNumberConverter Number = new();

    public override double[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var numbers = new List<double>();
        if (reader.TokenType != JsonTokenType.StartArray)
            reader.Skip();
        else
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                numbers.Add(Number.Read(ref reader, typeof(double), options));
        return [.. numbers];
    }

    public override void Write(Utf8JsonWriter writer, double[] value, JsonSerializerOptions options) =>
        throw new NotSupportedException();
}

/// <summary>A text, also a number without quotation marks; null for anything else.</summary>
internal sealed class CocoTextConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String)
            return CocoScalars.Text(ref reader);
        if (reader.TokenType is JsonTokenType.Number)
            return CocoScalars.Raw(ref reader);
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) =>
        throw new NotSupportedException();
}
