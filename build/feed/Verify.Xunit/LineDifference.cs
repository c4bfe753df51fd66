namespace VerifyXunit;

/// <summary>
/// The lines that differ, by longest common subsequence: <c>-</c> expected, <c>+</c> received, with a little context.
/// </summary>
internal static class LineDifference
{
    private const int Context = 2;
    private const int MaximumCells = 4_000_000;

    public static IEnumerable<string> Between(string[] expected, string[] actual)
    {
        if ((long)expected.Length * actual.Length > MaximumCells)
            return [$"({expected.Length} lines expected, {actual.Length} received: too long to show here)"];
        return Shorten(Lines(expected, actual));
    }

    private static List<string> Lines(string[] expected, string[] actual)
    {
        var common = CommonLengths(expected, actual);
        var lines = new List<string>();
        int i = 0,
            j = 0;
        while (i < expected.Length || j < actual.Length)
        {
            if (i < expected.Length && j < actual.Length && expected[i] == actual[j])
                (_, i, j) = (Add("  " + expected[i]), i + 1, j + 1);
            else if (j == actual.Length || (i < expected.Length && common[i + 1, j] >= common[i, j + 1]))
                Add("- " + expected[i++]);
            else
                Add("+ " + actual[j++]);
        }

        return lines;

        bool Add(string line)
        {
            lines.Add(line);
            return true;
        }
    }

    private static int[,] CommonLengths(string[] expected, string[] actual)
    {
        var common = new int[expected.Length + 1, actual.Length + 1];
        for (var i = expected.Length - 1; i >= 0; i--)
        for (var j = actual.Length - 1; j >= 0; j--)
            common[i, j] =
                expected[i] == actual[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        return common;
    }

    private static IEnumerable<string> Shorten(List<string> lines)
    {
        var skipped = false;
        for (var i = 0; i < lines.Count; i++)
        {
            var from = Math.Max(0, i - Context);
            var to = Math.Min(lines.Count - 1, i + Context);
            if (Enumerable.Range(from, to - from + 1).Any(k => lines[k][0] != ' '))
            {
                if (skipped)
                    yield return "  ...";
                skipped = false;
                yield return lines[i];
            }
            else
            {
                skipped = true;
            }
        }
    }
}
