using System.Text;
using System.Text.RegularExpressions;

namespace Pruning.Fuzzing.Mutation;

/// <summary>
/// The words that seeds are made of: names of keys, operators and formats, which mutations would not find by bits.
/// </summary>
internal static partial class SeedWords
{
    private const int Most = 2000;

    public static IReadOnlyList<byte[]> Of(IEnumerable<byte[]> seeds, IEnumerable<string> more) =>
        [
            .. more.Concat(
                    seeds.SelectMany(seed =>
                        Word().Matches(Encoding.Latin1.GetString(seed)).Select(match => match.Value)
                    )
                )
                .Distinct(StringComparer.Ordinal)
                .Take(Most)
                .Select(Encoding.Latin1.GetBytes),
        ];

    [GeneratedRegex("[\"'<]?[A-Za-z_][A-Za-z0-9_.\\-]{1,40}[\"'>:]?")]
    private static partial Regex Word();
}
