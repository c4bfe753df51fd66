using Pruning.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Training.Sparsity;

/// <summary>Which of a group's channels are led to 0, and which are gone, as tensors <c>[C]</c> of 0 and 1.</summary>
internal sealed class ChannelMasks : IDisposable
{
    private readonly Tensor _staying;
    private readonly int _ledCount;
    private readonly int _stayingCount;

    private ChannelMasks(int count, int[] led, int[] gone, Device device)
    {
        (_ledCount, _stayingCount) = (led.Length, count - led.Length - gone.Length);
        HasGone = gone.Length > 0;
        Present = Mask(count, gone, inside: 0, outside: 1, device);
        Led = led.Length == 0 ? null : Mask(count, led, inside: 1, outside: 0, device);
        _staying = Mask(count, [.. led, .. gone], inside: 0, outside: 1, device);
    }

    /// <summary>1 for channels that are not gone.</summary>
    public Tensor Present { get; }

    /// <summary>1 for channels on their way; null where there are none.</summary>
    public Tensor? Led { get; }

    public bool HasGone { get; }

    /// <returns>Null where every channel stays.</returns>
    public static ChannelMasks? Create(int count, int[] led, int[] gone, Device device) =>
        led.Length + gone.Length == 0 ? null : new ChannelMasks(count, led, gone, device);

    public Tensor MeanOfLed(Tensor strengths) => (strengths * Led!).sum().Over(_ledCount);

    public Tensor MeanOfStaying(Tensor strengths) => (strengths * _staying).sum().Over(Math.Max(1, _stayingCount));

    public void Dispose()
    {
        Present.Dispose();
        Led?.Dispose();
        _staying.Dispose();
    }

    private static Tensor Mask(int count, int[] channels, float inside, float outside, Device device)
    {
        var mask = new float[count];
        Array.Fill(mask, outside);
        foreach (var channel in channels)
            mask[channel] = inside;
        return HostTensor.From(mask, [count], device).DetachFromDisposeScope();
    }
}
