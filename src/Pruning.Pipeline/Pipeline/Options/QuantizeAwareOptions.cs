using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary>How ranges are found that a training rounds its numbers by.</summary>
/// <param name="CalibrationImages">Training images, at most.</param>
/// <param name="Seed">Draws them.</param>
public sealed record QuantizeAwareOptions(int CalibrationImages, int Seed)
{
    /// <returns>The training that rounds its numbers; null where there is none.</returns>
    /// <exception cref="PruneException">PRUNE0110: the model stays in floats.</exception>
    internal static TrainOptions? Read(ProjectRequest request, ProjectOptions options)
    {
        var epochs = OptionCatalogue.QuantizeAwareEpochs.Read(request);
        if (epochs == 0)
            return null;
        if (options.Quantize is not { } quantize)
            throw new PruneException(
                Codes.ContradictoryOptions,
                $"{OptionCatalogue.QuantizeAwareEpochs.Name} is {epochs} and {OptionCatalogue.Quantization.Name} is "
                    + $"'{QuantizeOptions.None}': the network would learn to live with rounded numbers, and ship with "
                    + $"exact ones. Set {OptionCatalogue.Quantization.Name} to {QuantizeOptions.Int8} or "
                    + $"{QuantizeOptions.Auto}, or remove {OptionCatalogue.QuantizeAwareEpochs.Name}.",
                request.LocationOf(OptionCatalogue.QuantizeAwareEpochs.Name)
            );
        return options.FineTune.As(StageKind.Quantize).After(options.FineTune.Epochs > 0) with
        {
            Epochs = epochs,
            QuantizeAware = new QuantizeAwareOptions(quantize.CalibrationImages, quantize.Seed),
        };
    }
}
