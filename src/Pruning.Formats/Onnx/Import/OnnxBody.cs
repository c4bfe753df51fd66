using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Onnx.Import;

/// <summary>The feature maps' part of an ONNX file: from the picture to the maps that the head decodes.</summary>
/// <param name="Nodes">In file order.</param>
/// <param name="Maps">The head's convolutions among them, in file order.</param>
/// <param name="NamesAreKnown">Whether the file tells every convolution's name.</param>
internal sealed record OnnxBody(
    ImmutableArray<Node> Nodes,
    ParameterSet Parameters,
    ImmutableArray<ConvolutionNode> Maps,
    bool NamesAreKnown
);
