namespace Pruning.Graphs;

/// <summary>
/// One layer of a network as <c>inspect</c> shows it: a convolution with the batch norm that follows it, or another
/// node.
/// </summary>
/// <param name="Type">For example <c>convolution 3x3/2</c>, <c>concat</c>.</param>
/// <param name="InputChannels">Of all inputs together.</param>
/// <param name="Height">Of the output map; for the detection head, its candidates.</param>
/// <param name="Parameters">Trainable values, the batch norm's included.</param>
/// <param name="Flops">For one image: two per multiply-accumulate.</param>
/// <param name="Scales">Of the batch norm, null where there is none.</param>
public sealed record LayerSummary(
    string Name,
    string Type,
    int InputChannels,
    int OutputChannels,
    int Height,
    int Width,
    long Parameters,
    long Flops,
    ScaleSummary? Scales
);
