namespace Pruning.Execution;

/// <summary>Tells libtorch's complaint that a device's memory does not suffice from its other failures.</summary>
internal static class DeviceMemory
{
    /// <param name="complaint">A native error's message.</param>
    public static bool IsExhausted(string complaint) =>
        complaint.Contains("out of memory", StringComparison.OrdinalIgnoreCase) // CUDA
        || complaint.Contains("can't allocate memory", StringComparison.Ordinal); // the CPU
}
