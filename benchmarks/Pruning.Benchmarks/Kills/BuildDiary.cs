using System.Globalization;
using System.Text.RegularExpressions;

namespace Pruning.Benchmarks.Kills;

/// <summary>What one build said of its steps, line by line, in the words of either front end.</summary>
internal sealed partial class BuildDiary
{
    private readonly List<string> _lines = [];
    private readonly List<(string Step, double Seconds)> _started = [];
    private readonly List<(string Step, double Seconds)> _done = [];
    private readonly HashSet<string> _present = new(StringComparer.Ordinal);
    private readonly List<(string Step, int Epoch)> _epochs = [];

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Steps whose work began, in order, with the seconds since the build's start.</summary>
    public IReadOnlyList<(string Step, double Seconds)> Started => _started;

    /// <summary>Steps that were worked to their end.</summary>
    public IReadOnlyList<(string Step, double Seconds)> Done => _done;

    /// <summary>Epochs whose checkpoint is on the disk: only then they are told.</summary>
    public IReadOnlyList<(string Step, int Epoch)> Epochs => _epochs;

    /// <summary>The step that was at work when the last line came; null for none.</summary>
    public string? Running => _started.LastOrDefault().Step is { } last && !_present.Contains(last) ? last : null;

    /// <summary>Whether a step's result is there: made, fetched, or from the store.</summary>
    public bool Has(string step) => _present.Contains(step);

    public bool HasAny => _present.Count > 0;

    public void Add(string line, double seconds)
    {
        _lines.Add(line);
        if (StartedLine().Match(line) is { Success: true } started)
            _started.Add((started.Groups[1].Value, seconds));
        else if (DoneLine().Match(line) is { Success: true } done)
            Finish(
                done.Groups[1].Value,
                seconds,
                isWork: done.Groups[2].Value.StartsWith("done", StringComparison.Ordinal)
            );
        else if (EpochLine().Match(line) is { Success: true } epoch)
            _epochs.Add((epoch.Groups[1].Value, int.Parse(epoch.Groups[2].Value, CultureInfo.InvariantCulture)));
    }

    private void Finish(string step, double seconds, bool isWork)
    {
        _present.Add(step);
        if (isWork)
            _done.Add((step, seconds));
    }

    // "Detector: train" of the tool; "  train: started" of an engine, through MSBuild.
    [GeneratedRegex(@"^(?:Detector: | *(?=[a-z0-9-]+: started$))([a-z0-9-]+)(?:: started)?$")]
    private static partial Regex StartedLine();

    [GeneratedRegex(@"^ *([a-z0-9-]+): (done in [0-9.]+ s|up to date|fetched from the remote cache)$")]
    private static partial Regex DoneLine();

    [GeneratedRegex(@"^ *([a-z0-9-]+): epoch (\d+)/\d+, box ")]
    private static partial Regex EpochLine();
}
