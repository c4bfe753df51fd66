using Pruning.Diagnostics;
using Pruning.Onnx.Quantization;

namespace Pruning.Pipeline.Options;

/// <summary>How the exported model comes to compute with 8-bit integers.</summary>
/// <param name="CalibrationImages">Training images on which ranges are found, at most.</param>
/// <param name="Seed">Draws them.</param>
public sealed record QuantizeOptions(int CalibrationImages, int Seed)
{
    /// <summary>The value of <see cref="OptionCatalogue.Quantization"/> that asks for it.</summary>
    internal const string Int8 = "int8";

    /// <returns>Null where the model stays in floats.</returns>
    /// <exception cref="PruneException">PRUNE0110: the opset has no operators for it.</exception>
    public static QuantizeOptions? Read(ProjectRequest request)
    {
        if (OptionCatalogue.Quantization.Read(request) != Int8)
            return null;
        var opset = OptionCatalogue.OnnxOpset.Read(request);
        if (opset < OnnxQuantizer.LeastOpset)
            throw new PruneException(
                Codes.ContradictoryOptions,
                $"Quantization is '{Int8}' and OnnxOpset is {opset}: scales a channel exist from opset "
                    + $"{OnnxQuantizer.LeastOpset} on. Raise OnnxOpset, or remove it.",
                request.LocationOf(OptionCatalogue.OnnxOpset.Name)
            );
        return new QuantizeOptions(OptionCatalogue.CalibrationImages.Read(request), OptionCatalogue.Seed.Read(request));
    }
}
