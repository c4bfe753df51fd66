using Pruning.Training;

namespace Pruning.Pipeline.Options;

/// <summary>Which training images a network is looked at with around a cut.</summary>
/// <param name="BatchSize">Images at a time.</param>
/// <param name="Seed">Of their order and variations.</param>
public sealed record CalibrationOptions(int BatchSize, int Seed)
{
    public static CalibrationOptions Read(ProjectRequest request) =>
        new(OptionCatalogue.BatchSize.Read(request) ?? BatchSizeChoice.Usual, OptionCatalogue.Seed.Read(request));
}
