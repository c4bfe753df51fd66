using System.Collections.Immutable;
using Pruning.Checkpoints.Pickling;

namespace Pruning.Checkpoints;

/// <summary>Class names as checkpoints keep them: a list, or a dict from class number to name.</summary>
internal static class ClassNameReader
{
    private const int LongestName = 256;

    /// <summary>The names, or null where the value is not a set of names.</summary>
    public static ImmutableArray<string>? From(object? value)
    {
        var names = value is PickleDictionary dictionary
            ? FromNumbers(dictionary)
            : [.. PickleSequence.ItemsOf(value).Select(item => item as string)];
        return names.Length > 0 && names.All(name => name is { Length: <= LongestName })
            ? [.. names.Select(name => name!)]
            : null;
    }

    private static ImmutableArray<string?> FromNumbers(PickleDictionary dictionary)
    {
        var names = new string?[dictionary.Entries.Count];
        foreach (var (key, name) in dictionary.Entries)
        {
            if (key is not long number || number < 0 || number >= names.Length)
                return [];
            names[number] = name as string;
        }

        return [.. names];
    }
}
