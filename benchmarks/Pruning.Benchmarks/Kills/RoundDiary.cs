namespace Pruning.Benchmarks.Kills;

/// <summary>What all builds of a round said together: what is finished stays finished.</summary>
internal sealed class RoundDiary
{
    private readonly Dictionary<string, int> _epochs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _finished = new(StringComparer.Ordinal);

    /// <summary>Epochs that were told.</summary>
    public int Epochs { get; private set; }

    public int Builds { get; private set; }

    /// <summary>Finished epochs and steps that were worked at again, each in words.</summary>
    public List<string> Lost { get; } = [];

    public bool IsFinished(string step) => _finished.Contains(step);

    /// <summary>The last epoch of a training that is known to be finished.</summary>
    public int EpochOf(string step) => _epochs.GetValueOrDefault(step);

    /// <summary>Takes in what a build said from its start to its end.</summary>
    public void Add(BuildDiary build)
    {
        Builds++;
        foreach (var (step, _) in build.Started.Where(step => _finished.Contains(step.Step)))
            Lost.Add($"'{step}' was finished, and ran again");
        foreach (var (step, epoch) in build.Epochs)
        {
            if (epoch <= EpochOf(step))
                Lost.Add($"epoch {epoch} of '{step}' was finished, and ran again");
            _epochs[step] = Math.Max(epoch, EpochOf(step));
            Epochs++;
        }

        _finished.UnionWith(build.Done.Select(step => step.Step));
    }
}
