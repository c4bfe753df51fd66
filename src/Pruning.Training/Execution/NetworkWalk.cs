using System.Collections.Immutable;
using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Execution;

/// <summary>
/// One batch's way through a <see cref="TorchNetwork"/>, step by step. Each map goes as soon as no later step reads it,
/// and at the latest with the dispose scope that it was made in.
/// </summary>
internal sealed class NetworkWalk
{
    private readonly ImmutableArray<ExecutionStep> _steps;
    private readonly NodeOperations _operations;
    private readonly IReadOnlyDictionary<string, int> _lastUse;
    private readonly NetworkPass _pass;
    private readonly Dictionary<string, Tensor> _values = new(StringComparer.Ordinal);
    private int _position;

    /// <param name="lastUse">The last step that reads a node.</param>
    /// <param name="images"><c>[B, 3, H, W]</c>; the caller's.</param>
    public NetworkWalk(
        ImmutableArray<ExecutionStep> steps,
        NodeOperations operations,
        IReadOnlyDictionary<string, int> lastUse,
        Tensor images,
        bool training,
        double? normMomentum
    ) =>
        (_steps, _operations, _lastUse, _pass) = (
            steps,
            operations,
            lastUse,
            new NetworkPass(images, _values, training, normMomentum)
        );

    /// <summary>What <see cref="Advance"/> will do; null at the end.</summary>
    public ExecutionStep? Next => _position < _steps.Length ? _steps[_position] : null;

    /// <summary>The head's raw maps, once the walk is past it.</summary>
    public Tensor[] Levels { get; private set; } = [];

    /// <summary>A map that a step still ahead reads, or that the step just done made. Belongs to the walk.</summary>
    public Tensor this[string node] => _values[node];

    /// <summary>
    /// Goes another way from here: as if a node had given something else. Its tensors belong to the caller's dispose
    /// scope, if there is one.
    /// </summary>
    /// <param name="node">One whose map a step still ahead reads.</param>
    /// <param name="instead">A map of its shape; the caller's.</param>
    public NetworkWalk Detour(string node, Tensor instead)
    {
        var detour = new NetworkWalk(_steps, _operations, _lastUse, _pass.Images, _pass.Training, _pass.NormMomentum)
        {
            _position = _position,
        };
        foreach (var (name, value) in _values)
            detour._values[name] = (name == node ? instead : value).alias(); // each walk lets go of its own
        return detour;
    }

    /// <summary>Does all steps that are left.</summary>
    public NetworkWalk ToEnd() => ToEnd(_ => false);

    /// <summary>Does all steps that are left, for a backward pass that leaves the gradients of some maps.</summary>
    /// <param name="keepsGradient">By a node's name; its map has to stay, as those of a graph's outputs do.</param>
    public NetworkWalk ToEnd(Func<string, bool> keepsGradient)
    {
        while (Next is { } step)
        {
            Advance();
            if (keepsGradient(step.Node.Name))
                _values[step.Node.Name].retain_grad();
        }

        return this;
    }

    /// <summary>Does the next step. Its tensors go to the caller's dispose scope, if there is one.</summary>
    public void Advance()
    {
        var step = _steps[_position];
        using (NewDisposeScope())
        {
            Tensor[] made = [.. _operations.Run(step, _pass).Select(map => map.MoveToOuterDisposeScope())];
            if (step.Node is DetectNode)
                Levels = made;
            else
                _values[step.Node.Name] = made[0];
        }

        foreach (var input in step.Inputs.Distinct())
        {
            if (_lastUse[input] == _position && _values.Remove(input, out var value))
                value.Dispose();
        }

        _position++;
    }
}
