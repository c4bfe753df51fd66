using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary>What only a file of integers asks for is refused where the model stays in floats.</summary>
internal static class QuantizationChecks
{
    /// <exception cref="PruneException">PRUNE0110.</exception>
    public static void Verify(ProjectRequest request, ProjectOptions options)
    {
        if (options.Quantize is not null)
            return;
        string[] asked = [OptionCatalogue.AccuracyBudget.Name, OptionCatalogue.CalibrationImages.Name];
        if (Array.Find(asked, name => request.Find(name) is not null) is not { } name)
            return;
        throw new PruneException(
            Codes.ContradictoryOptions,
            $"{name} is '{request.Find(name)!.Value}' and {OptionCatalogue.Quantization.Name} is "
                + $"'{QuantizeOptions.None}': the model ships in floats, so it would be ignored. Set "
                + $"{OptionCatalogue.Quantization.Name} to {QuantizeOptions.Int8} or {QuantizeOptions.Auto}, or remove "
                + $"{name}.",
            request.LocationOf(name)
        );
    }
}
