using System.Collections.Immutable;
using Pruning.Pipeline.Stages;

namespace Pruning.Benchmarks.Kills;

/// <summary>Where in a build a kill lands, beside the pipeline's own steps.</summary>
internal static class Places
{
    /// <summary>Before the first step: restore, evaluation, reading the dataset.</summary>
    public const string Start = "start";

    /// <summary>When one step is done and the next has not begun.</summary>
    public const string Between = "between steps";

    /// <summary>When the last step is done: gates, reports, the model's way to obj and bin.</summary>
    public const string Output = "gate and output";

    /// <summary>While a result is put into the remote cache.</summary>
    public const string Upload = "remote upload";

    /// <summary>While a result is fetched from there.</summary>
    public const string Download = "remote download";

    private static readonly ImmutableArray<string> Behind = [Output, Between, Upload, Download];

    /// <summary>
    /// For tables: in the order of a build, and then what is nowhere in particular. Rounds (<c>prune-1</c>) stand by
    /// their step.
    /// </summary>
    public static int OrderOf(string place)
    {
        if (place == Start)
            return -1;
        if (Behind.IndexOf(place) is >= 0 and var behind)
            return StepNames.All.Length + behind;
        return StepNames.All.IndexOf(
            StepNames.All.Contains(place)
                ? place
                : place.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd('-')
        );
    }
}
