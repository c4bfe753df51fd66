using System.Collections.Immutable;
using Pruning.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Pruners.Blocks;

/// <summary>
/// What a network gives without each of its blocks in turn, at less than the price of running it so often: up to the
/// block there is only one way, and behind it goes on what came in.
/// </summary>
internal static class BlockDetours
{
    /// <param name="walk">At its start; at its end afterwards.</param>
    /// <param name="judge">Given the head's raw maps, one a level, <c>[B, A, H, W, 5 + C]</c>.</param>
    /// <returns>
    /// What <paramref name="judge"/> says without each block, in their order, and last with all of them.
    /// </returns>
    public static double[] Run(NetworkWalk walk, ImmutableArray<Block> blocks, Func<Tensor[], double> judge)
    {
        var judged = new double[blocks.Length + 1];
        var entered = new Tensor?[blocks.Length];
        while (walk.Next is { Node.Name: var node })
        {
            walk.Advance();
            for (var index = 0; index < blocks.Length; index++)
            {
                if (blocks[index].Input == node)
                    entered[index] = walk[node].alias(); // the walk lets go of it before the block's end
                if (blocks[index].Output != node)
                    continue;
                using var scope = NewDisposeScope();
                using var input = entered[index]!;
                judged[index] = judge(walk.Detour(node, input).ToEnd().Levels);
            }
        }

        judged[^1] = judge(walk.Levels);
        return judged;
    }
}
