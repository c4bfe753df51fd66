using Pruning.Graphs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Execution;

/// <summary>Runs a node on the maps before it. Gives its map, of the head the levels' raw maps.</summary>
internal sealed class NodeRun(NodeOperations operations, NetworkPass pass) : INodeVisitor<Tensor[]>
{
    public Tensor[] Visit(InputNode node) => [operations.Enter(pass.Images)];

    public Tensor[] Visit(ConvolutionNode node) => [operations.Convolve(node, pass.Maps[node.Input])];

    public Tensor[] Visit(BatchNormNode node) =>
        [operations.Normalise(node, pass.Maps[node.Input], pass.Training, pass.MomentumOf(node))];

    public Tensor[] Visit(ActivationNode node) => [operations.Activate(node, pass.Maps[node.Input])];

    public Tensor[] Visit(AddNode node)
    {
        var sum = pass.Maps[node.Inputs[0]];
        for (var index = 1; index < node.Inputs.Length; index++)
        {
            sum = sum.Plus(pass.Maps[node.Inputs[index]]);
            if (index < node.Inputs.Length - 1)
                sum = operations.GoOn(node, index, sum);
        }

        return [node.Inputs.Length > 1 ? sum : sum.alias()];
    }

    public Tensor[] Visit(ConcatNode node) =>
        [cat([.. node.Inputs.Select(input => operations.ToMapType(pass.Maps[input]))], 1)];

    public Tensor[] Visit(MaxPoolNode node) =>
        [
            functional.max_pool2d(
                pass.Maps[node.Input],
                [node.Kernel, node.Kernel],
                [node.Stride, node.Stride],
                [node.Padding, node.Padding]
            ),
        ];

    public Tensor[] Visit(UpsampleNode node) =>
        [
            functional.interpolate(
                pass.Maps[node.Input],
                scale_factor: [node.Factor, node.Factor],
                mode: InterpolationMode.Nearest
            ),
        ];

    public Tensor[] Visit(SliceNode node) =>
        [
            pass.Maps[node.Input]
                .slice(2, node.RowOffset, long.MaxValue, node.Step)
                .slice(3, node.ColumnOffset, long.MaxValue, node.Step),
        ];

    public Tensor[] Visit(DetectNode node) => [.. node.Inputs.Select(input => ToLevel(node, pass.Maps[input]))];

    // [B, A * (5 + C), H, W] as [B, A, H, W, 5 + C], single precision.
    private static Tensor ToLevel(DetectNode head, Tensor map)
    {
        var shape = map.shape;
        return map.to(ScalarType.Float32)
            .view(shape[0], head.AnchorsPerLevel, head.Columns, shape[2], shape[3]) // [B, A, 5+C, H, W]
            .permute(0, 1, 3, 4, 2) // [B, A, H, W, 5+C]
            .contiguous();
    }
}
