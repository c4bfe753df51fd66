using System.Text.RegularExpressions;

namespace Pruning.Data.Import;

/// <summary>
/// The split that a file's or folder's name stands for: <c>instances_val2017</c>, <c>valid</c>; not <c>latest</c> or
/// <c>interval</c>.
/// </summary>
internal static partial class SplitName
{
    /// <summary>Null where it says none.</summary>
    public static string? Recognize(string name)
    {
        var found = Word().Match(name);
        return !found.Success
            ? null
            : Dataset.SplitNames.First(split => found.Value.StartsWith(split, StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex(
        "(?<![a-z])(train(ing|val)?|val(id(ation)?)?|test(ing)?)(?![a-z])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Word();
}
