namespace Pruning.Data;

/// <summary>Finds pictures that occur twice, in one split or in two, by their content.</summary>
internal sealed class RepeatedImages
{
    private readonly Dictionary<string, (string Split, string Path)> _seen = new(StringComparer.Ordinal);

    /// <summary>Adds a split's images and gives what is wrong with them, seen against those added before.</summary>
    /// <param name="contents">Path and what stands for the content: equal texts mean equal bytes.</param>
    public IReadOnlyList<DataProblem> Add(string split, IEnumerable<(string Path, string Content)> contents)
    {
        var (repeated, shared) = (new List<DataProblemExample>(), new List<DataProblemExample>());
        foreach (var (path, content) in contents)
        {
            if (_seen.TryAdd(content, (split, path)))
                continue;
            var first = _seen[content];
            if (first.Split == split)
                repeated.Add(new DataProblemExample(path, 0, $"the same as '{first.Path}'"));
            else
                shared.Add(new DataProblemExample(path, 0, $"in '{first.Split}' as '{first.Path}'"));
        }

        DataProblem?[] problems =
        [
            DataProblem.Of(DataProblemKind.ImageRepeated, repeated),
            DataProblem.Of(DataProblemKind.ImageInTwoSplits, shared),
        ];
        return [.. problems.OfType<DataProblem>()];
    }
}
