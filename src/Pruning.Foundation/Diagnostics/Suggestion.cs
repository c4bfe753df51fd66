namespace Pruning.Diagnostics;

/// <summary>"Did you mean …?": the known name nearest to one that is not known.</summary>
public static class Suggestion
{
    /// <summary>The nearest candidate, or null when none is near enough to be what was meant.</summary>
    public static string? For(string? written, IEnumerable<string> candidates)
    {
        if (string.IsNullOrWhiteSpace(written) || written.Length > 100)
            return null;
        var best = candidates
            .Select(candidate => (candidate, distance: Distance(written, candidate)))
            .OrderBy(pair => pair.distance)
            .FirstOrDefault();
        return best.candidate is not null && best.distance <= Tolerance(written, best.candidate)
            ? best.candidate
            : null;
    }

    /// <summary>A sentence to append to a message, or nothing.</summary>
    public static string Sentence(string? written, IEnumerable<string> candidates) =>
        For(written, candidates) is { } near ? $" Did you mean '{near}'?" : "";

    // One edit in short words, up to three in long ones: 'Devise' is meant for 'Device', 'Service' is not.
    private static int Tolerance(string written, string candidate) =>
        Math.Clamp(Math.Max(written.Length, candidate.Length) / 4, 1, 3);

    /// <summary>Insertions, deletions, replacements and swaps of neighbours, ignoring case.</summary>
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= right.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var replace = rows[i - 1, j - 1] + (Same(left[i - 1], right[j - 1]) ? 0 : 1);
                rows[i, j] = Math.Min(replace, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[left.Length, right.Length];
    }

    private static bool Same(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
