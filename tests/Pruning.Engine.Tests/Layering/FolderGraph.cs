namespace Pruning.Layering;

/// <summary>Which folder uses which, and the files that do.</summary>
internal sealed class FolderGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, SortedSet<string>>> _uses = new(
        StringComparer.Ordinal
    );

    public void Add(string from, string to, string file)
    {
        if (!_uses.TryGetValue(from, out var targets))
            _uses[from] = targets = new(StringComparer.Ordinal);
        if (!targets.TryGetValue(to, out var files))
            targets[to] = files = new(StringComparer.Ordinal);
        files.Add(file);
    }

    /// <summary>A line for each step of a shortest cycle, with the files that make it; empty where there is no cycle.</summary>
    public IReadOnlyList<string> Cycle()
    {
        var cycles = _uses.Keys.Select(CycleThrough).Where(cycle => cycle.Count > 0).ToList();
        return cycles.MinBy(cycle => cycle.Count) is not { } shortest
            ? []
            :
            [
                .. shortest.Select(step =>
                    $"{step.From} uses {step.To}: {string.Join(", ", _uses[step.From][step.To])}"
                ),
            ];
    }

    /// <summary>By breadth first, so a shortest one.</summary>
    private List<(string From, string To)> CycleThrough(string start)
    {
        var reachedFrom = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = new Queue<string>([start]);
        while (open.TryDequeue(out var from))
        {
            if (!_uses.TryGetValue(from, out var targets))
                continue;
            foreach (var to in targets.Keys)
            {
                if (!reachedFrom.TryAdd(to, from))
                    continue;
                if (to == start)
                    return WayBack(start, reachedFrom);
                open.Enqueue(to);
            }
        }

        return [];
    }

    private static List<(string From, string To)> WayBack(string start, Dictionary<string, string> reachedFrom)
    {
        var steps = new List<(string From, string To)>();
        for (var to = start; steps.Count == 0 || to != start; to = reachedFrom[to])
            steps.Insert(0, (reachedFrom[to], to));
        return steps;
    }
}
