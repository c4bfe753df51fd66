using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Quantization;

/// <summary>A convolution that is to compute with bytes.</summary>
/// <param name="Name">Of its weights, without <c>.weight</c>.</param>
/// <param name="Node">In the file as it is.</param>
/// <param name="Input">The value that it reads.</param>
internal sealed record QuantizedLayer(string Name, NodeProto Node, string Input);

/// <summary>What a value is to its readers, which decides where its bounds lie.</summary>
internal enum ValueRole
{
    /// <summary>Read as it is.</summary>
    Plain,

    /// <summary>Read by a SiLU.</summary>
    BeforeSilu,

    /// <summary>A SiLU's sigmoid: 0 to 1, whatever the pictures.</summary>
    Gate,
}
