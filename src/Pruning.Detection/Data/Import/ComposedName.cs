using System.Globalization;
using System.Text;

namespace Pruning.Data.Import;

/// <summary>
/// File names with accents in one form. macOS and some archives write a letter and its accent as two characters (NFD),
/// others as one (NFC). <see cref="string.Normalize()"/> does nothing where .NET runs without ICU, as in small
/// containers; so the compositions that names have are made here: Latin letters, Japanese voicing marks, and Korean
/// syllables (The Unicode Standard, 3.12).
/// </summary>
internal static class ComposedName
{
    private static readonly (char Mark, string Letters, string Composed)[] Latin =
    [
        ('\u0300', "AEIOUNaeioun", "ÀÈÌÒÙǸàèìòùǹ"),
        ('\u0301', "AEIOUYCLNRSZaeiouyclnrsz", "ÁÉÍÓÚÝĆĹŃŔŚŹáéíóúýćĺńŕśź"),
        ('\u0302', "AEIOUCGHJSWYaeioucghjswy", "ÂÊÎÔÛĈĜĤĴŜŴŶâêîôûĉĝĥĵŝŵŷ"),
        ('\u0303', "ANOIUanoiu", "ÃÑÕĨŨãñõĩũ"),
        ('\u0304', "AEIOUaeiou", "ĀĒĪŌŪāēīōū"),
        ('\u0306', "AEGIOUaegiou", "ĂĔĞĬŎŬăĕğĭŏŭ"),
        ('\u0307', "CEGIZcegz", "ĊĖĠİŻċėġż"),
        ('\u0308', "AEIOUYaeiouy", "ÄËÏÖÜŸäëïöüÿ"),
        ('\u030A', "AUau", "ÅŮåů"),
        ('\u030B', "OUou", "ŐŰőű"),
        ('\u030C', "CDENRSTZcdenrstz", "ČĎĚŇŘŠŤŽčďěňřšťž"),
        ('\u0327', "CGKLNRSTcgklnrst", "ÇĢĶĻŅŖŞŢçģķļņŗşţ"),
        ('\u0328', "AEIUaeiu", "ĄĘĮŲąęįų"),
    ];

    private const char FirstSyllable = '\uAC00';
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Tails = 28;

    public static string Compose(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var letter in Normalized(name))
        {
            if (text.Length > 0 && Composed(text[^1], letter) is { } composed)
                text[^1] = composed;
            else
                text.Append(letter);
        }

        return text.ToString();
    }

    private static char? Composed(char letter, char mark)
    {
        if (mark is '\u3099' or '\u309A')
            return Voiced(letter, mark == '\u3099');
        if (letter - '\u1100' is >= 0 and < Leads and var lead && mark - '\u1161' is >= 0 and < Vowels and var vowel)
            return (char)(FirstSyllable + (lead * Vowels + vowel) * Tails);
        if (
            letter - FirstSyllable is >= 0 and < Leads * Vowels * Tails and var syllable
            && syllable % Tails == 0
            && mark - '\u11A7' is > 0 and < Tails and var tail
        )
            return (char)(letter + tail);
        if (CharUnicodeInfo.GetUnicodeCategory(mark) != UnicodeCategory.NonSpacingMark)
            return null;
        var row = Array.Find(Latin, row => row.Mark == mark);
        return row.Letters?.IndexOf(letter) is { } at and >= 0 ? row.Composed[at] : null;
    }

    /// <summary>Kana: the voiced form follows its letter, and that of <c>h</c> with a ring the voiced one.</summary>
    private static char? Voiced(char kana, bool isVoiced)
    {
        // Katakana lie as hiragana do, 96 further on.
        var hiragana = kana >= '\u30A1' ? (char)(kana - 0x60) : kana;
        if ("はひふへほ".Contains(hiragana))
            return (char)(kana + (isVoiced ? 1 : 2));
        return isVoiced && "かきくけこさしすせそたちつてと".Contains(hiragana) ? (char)(kana + 1) : null;
    }

    private static string Normalized(string name)
    {
        try
        {
            return name.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // Half a character, which has no forms.
            return name;
        }
    }
}
