namespace Pruning.Pipeline.Options;

/// <summary>The values of <see cref="OptionCatalogue.Granularity"/>.</summary>
public static class Granularities
{
    public const string Channel = "channel";
    public const string Layer = "layer";
    public const string Weight = "weight";
    public const string TwoOfFour = "2:4";
}
