using System.Globalization;
using Pruning.Diagnostics;
using TorchSharp;

namespace Pruning.Execution;

/// <summary>Where a network runs: the CPU, or one CUDA device.</summary>
public readonly record struct ExecutionDevice
{
    private readonly bool _imitates;

    private ExecutionDevice(bool isCuda, int index, bool imitates = false)
    {
        IsCuda = isCuda;
        Index = index;
        _imitates = imitates;
    }

    public static ExecutionDevice Cpu => default;

    /// <summary>The CPU, used as a CUDA device is: what tests of that path run on where there is none.</summary>
    internal static ExecutionDevice ImitatedAccelerator => new(isCuda: false, index: 0, imitates: true);

    public bool IsCuda { get; }

    /// <summary>The CUDA device's number.</summary>
    public int Index { get; }

    /// <summary>
    /// Whether it works on its own while this process goes on. Reading a number from it waits until all that was asked
    /// for before is done, and it has no memory that our own kernels could touch.
    /// </summary>
    internal bool IsAccelerator => IsCuda || _imitates;

    /// <summary>
    /// Reads <c>auto</c> (CUDA where there is some), <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>, and checks that it is
    /// there.
    /// </summary>
    /// <exception cref="PruneException">PRUNE0051: no such device. PRUNE0050: no libtorch.</exception>
    public static ExecutionDevice Resolve(string text)
    {
        TorchRuntime.Initialize();
        var word = text.Trim().ToLowerInvariant();
        if (word == "cpu")
            return Cpu;
        if (word == "auto")
            return torch.cuda.is_available() ? new ExecutionDevice(true, 0) : Cpu;
        return new ExecutionDevice(true, CudaIndexOf(word, text));
    }

    public override string ToString() => IsCuda ? string.Create(CultureInfo.InvariantCulture, $"cuda:{Index}") : "cpu";

    internal torch.Device ToTorch() => new(IsCuda ? DeviceType.CUDA : DeviceType.CPU, IsCuda ? Index : -1);

    /// <summary>Waits until everything that was asked for is done: before a clock is read.</summary>
    internal void Synchronize()
    {
        if (IsCuda)
            torch.cuda.synchronize(ToTorch());
    }

    private static int CudaIndexOf(string word, string original)
    {
        var index = 0;
        if (
            word != "cuda"
            && !(
                word.StartsWith("cuda:", StringComparison.Ordinal)
                && int.TryParse(word.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out index)
            )
        )
            throw Unavailable($"'{original}' names no device.");
        if (!torch.cuda.is_available())
            throw Unavailable($"The device '{original}' was asked for, and this machine or its libtorch has no CUDA.");
        if (index >= torch.cuda.device_count())
            throw Unavailable(
                $"The device '{original}' was asked for, and this machine has {torch.cuda.device_count()} CUDA "
                    + $"device(s), counted from 0."
            );
        return index;
    }

    private static PruneException Unavailable(string what) =>
        new(
            Codes.UnavailableDevice,
            $"{what} Nothing was run, since another device may take days instead of minutes. Use 'auto', 'cpu', "
                + $"'cuda' or 'cuda:<number>'."
        );
}
