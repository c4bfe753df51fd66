using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Execution;

/// <summary>
/// Numbers that a device computes and somebody looks at later, in the order in which they were added. They are read
/// together: on a device that works on its own each read waits for it, and a training that looks at every loss as it
/// comes never runs ahead.
/// </summary>
internal sealed class DeferredReads : IDisposable
{
    private readonly List<(Tensor Values, Action<float[]> See)> _pending = [];

    /// <param name="values">Single precision, taken over: the caller's dispose scope no longer owns it.</param>
    /// <param name="see">Told the values, row-major, when they are read.</param>
    public void Add(Tensor values, Action<float[]> see) => _pending.Add((values.DetachFromDisposeScope(), see));

    /// <summary>
    /// Reads all that is pending in one copy. What a viewer throws comes out, and what was added after its values is
    /// forgotten.
    /// </summary>
    public void Read()
    {
        if (_pending.Count == 0)
            return;
        try
        {
            var all = ReadAll();
            var start = 0;
            foreach (var (values, see) in _pending)
            {
                var count = (int)values.numel();
                see(all[start..(start + count)]);
                start += count;
            }
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Forgets what nobody has looked at.</summary>
    public void Dispose()
    {
        foreach (var (values, _) in _pending)
            values.Dispose();
        _pending.Clear();
    }

    private float[] ReadAll()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return HostTensor.ToArray(cat([.. _pending.Select(entry => entry.Values.reshape(-1))]));
    }
}
