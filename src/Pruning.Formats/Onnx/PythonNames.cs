using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Pruning.Onnx;

/// <summary>
/// Class names as YOLOv5 writes them into its exports: a Python literal, <c>{0: 'RBC', 1: 'WBC'}</c>, or in older
/// versions <c>['RBC', 'WBC']</c>. Only these literals are read; nothing is evaluated.
/// </summary>
internal static class PythonNames
{
    private const int MaximumCount = 100_000;

    public static string Write(ImmutableArray<string> names) =>
        "{" + string.Join(", ", names.Select((name, i) => FormattableString.Invariant($"{i}: {Quote(name)}"))) + "}";

    /// <summary>Python's repr: single quotes, unless the text holds one and no double quote.</summary>
    private static string Quote(string text)
    {
        var quote =
            text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var quoted = new StringBuilder().Append(quote);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when letter == quote => quoted.Append('\\').Append(letter),
                _ when letter < ' ' || letter == '\u007f' => quoted.Append(
                    CultureInfo.InvariantCulture,
                    $"\\x{(int)letter:x2}"
                ),
                _ => quoted.Append(letter),
            };
        }

        return quoted.Append(quote).ToString();
    }

    /// <summary>
    /// False when the text is something else, or the dictionary's keys are not 0, 1, 2, … in some order.
    /// </summary>
    public static bool TryRead(string text, out ImmutableArray<string> names)
    {
        names = [];
        var position = 0;
        var keyed = Accept(text, ref position, '{');
        if (!keyed && !Accept(text, ref position, '['))
            return false;
        var read = new SortedDictionary<int, string>();
        var end = keyed ? '}' : ']';
        while (!Accept(text, ref position, end))
        {
            var key = read.Count;
            if (key >= MaximumCount || (key > 0 && !Accept(text, ref position, ',')))
                return false;
            if (Accept(text, ref position, end)) // a trailing comma
                break;
            if (keyed && !(TryReadKey(text, ref position, out key) && Accept(text, ref position, ':')))
                return false;
            if (!TryReadString(text, ref position, out var name) || !read.TryAdd(key, name))
                return false;
        }

        SkipSpace(text, ref position);
        if (position != text.Length || read.Keys.LastOrDefault(-1) != read.Count - 1)
            return false;
        names = [.. read.Values];
        return true;
    }

    private static bool Accept(string text, ref int position, char wanted)
    {
        SkipSpace(text, ref position);
        if (position >= text.Length || text[position] != wanted)
            return false;
        position++;
        return true;
    }

    private static void SkipSpace(string text, ref int position)
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
            position++;
    }

    private static bool TryReadKey(string text, ref int position, out int key)
    {
        SkipSpace(text, ref position);
        var start = position;
        while (position < text.Length && char.IsAsciiDigit(text[position]))
            position++;
        return int.TryParse(
            text.AsSpan(start, position - start),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out key
        );
    }

    private static bool TryReadString(string text, ref int position, out string value)
    {
        value = "";
        SkipSpace(text, ref position);
        if (position >= text.Length || text[position] is not ('\'' or '"'))
            return false;
        var quote = text[position++];
        var content = new StringBuilder();
        while (position < text.Length && text[position] != quote)
        {
            if (text[position++] is var letter and not '\\')
                content.Append(letter);
            else if (!TryReadEscape(text, ref position, content))
                return false;
        }

        value = content.ToString();
        return position++ < text.Length;
    }

    private static bool TryReadEscape(string text, ref int position, StringBuilder content)
    {
        if (position >= text.Length)
            return false;
        var kind = text[position++];
        var digits = kind switch
        {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        if (digits == 0)
        {
            content.Append(
                kind switch
                {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    _ => kind,
                }
            );
            return true;
        }

        if (
            position + digits > text.Length
            || !int.TryParse(
                text.AsSpan(position, digits),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var point
            )
            || !Rune.IsValid(point)
        )
            return false;
        content.Append(new Rune(point).ToString());
        position += digits;
        return true;
    }
}
