using Pruning.Graphs;

namespace Pruning.Pruners.Latency;

/// <summary>
/// Names an operation by all that its time depends on beside sizes; null for one whose time does not depend on channel
/// counts, or that runs in another.
/// </summary>
internal sealed class TimedOperation : INodeVisitor<string?>
{
    private static readonly TimedOperation Instance = new();

    private TimedOperation() { }

    public static string? For(Node node) => node.Accept(Instance);

    public string? Visit(InputNode node) => null;

    public string Visit(ConvolutionNode node) =>
        FormattableString.Invariant(
            $"convolution {node.Kernel.Height}x{node.Kernel.Width} stride {node.Stride.Height}x{node.Stride.Width} padding {node.Padding.Height}x{node.Padding.Width} dilation {node.Dilation.Height}x{node.Dilation.Width}{(node.Groups > 1 ? FormattableString.Invariant($" groups {node.Groups}") : "")}"
        );

    public string? Visit(BatchNormNode node) => null;

    public string Visit(ActivationNode node) => "activation";

    public string Visit(AddNode node) => FormattableString.Invariant($"add {node.Inputs.Length}");

    public string Visit(ConcatNode node) => FormattableString.Invariant($"concat {node.Inputs.Length}");

    public string Visit(MaxPoolNode node) =>
        FormattableString.Invariant($"maximum {node.Kernel}x{node.Kernel} stride {node.Stride} padding {node.Padding}");

    public string Visit(UpsampleNode node) => FormattableString.Invariant($"upsample {node.Factor}");

    public string? Visit(SliceNode node) => null;

    public string? Visit(DetectNode node) => null;
}
