using Pruning.Diagnostics;

namespace Pruning.Slimming;

/// <summary>The importance measures that this version has.</summary>
internal static class ImportanceMeasures
{
    /// <exception cref="PruneException">PRUNE4003: there is no such measure yet.</exception>
    public static ImportanceMeasure Of(Importance importance, int seed) => importance switch
    {
        Importance.BnScale => new BatchNormScale(),
        Importance.L1 => new FilterNorm(power: 1),
        Importance.L2 => new FilterNorm(power: 2),
        Importance.Lamp => new LayerAdaptiveMagnitude(),
        Importance.Random => new RandomDraw(seed),
        _ => throw new PruneException(
            Codes.ImportanceUnavailable,
            $"Importance '{NameOf(importance)}' is not available in this version; using another in its place would give a model that was not asked for. Choose one of: bn-scale, l1, l2, lamp, random."),
    };

    private static string NameOf(Importance importance) => importance switch
    {
        Importance.Fpgm => "fpgm",
        Importance.Taylor => "taylor",
        Importance.Activation => "activation",
        _ => importance.ToString(),
    };
}
