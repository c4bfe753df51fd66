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
}
