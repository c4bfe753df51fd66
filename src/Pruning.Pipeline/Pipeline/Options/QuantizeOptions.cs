using Pruning.Diagnostics;
using Pruning.Onnx.Quantization;

namespace Pruning.Pipeline.Options;

/// <summary>How the exported model comes to compute with 8-bit integers.</summary>
/// <param name="CalibrationImages">Training images on which ranges are found, at most.</param>
/// <param name="Seed">Draws them.</param>
public sealed record QuantizeOptions(int CalibrationImages, int Seed)
{
    /// <summary>The value of <see cref="OptionCatalogue.Quantization"/> that leaves the model in floats.</summary>
    internal const string None = "none";

    /// <summary>The one that asks for integers.</summary>
    internal const string Int8 = "int8";

    /// <summary>The one that leaves it to what is measured.</summary>
    internal const string Auto = "auto";

    /// <summary>What the integers may cost of mAP50-95, 0 to 1.</summary>
    public double Budget { get; init; }

    /// <summary>The split on which that is measured.</summary>
    public string Split { get; init; } = "";

    /// <summary>Whether the model stays in floats where integers cost more, or are no faster here.</summary>
    public bool MayStayFloat { get; init; }

    /// <returns>Null where the model stays in floats.</returns>
    /// <exception cref="PruneException">PRUNE0110: the opset has no operators for it.</exception>
    public static QuantizeOptions? Read(ProjectRequest request)
    {
        var choice = OptionCatalogue.Quantization.Read(request);
        if (choice == None)
            return null;
        var opset = OptionCatalogue.OnnxOpset.Read(request);
        if (opset < OnnxQuantizer.LeastOpset)
            throw new PruneException(
                Codes.ContradictoryOptions,
                $"Quantization is '{choice}' and OnnxOpset is {opset}: scales a channel exist from opset "
                    + $"{OnnxQuantizer.LeastOpset} on. Raise OnnxOpset, or remove it.",
                request.LocationOf(OptionCatalogue.OnnxOpset.Name)
            );
        return new QuantizeOptions(OptionCatalogue.CalibrationImages.Read(request), OptionCatalogue.Seed.Read(request))
        {
            Budget = OptionCatalogue.AccuracyBudget.Read(request),
            Split = OptionCatalogue.GateSplit.Read(request),
            MayStayFloat = choice == Auto,
        };
    }
}
