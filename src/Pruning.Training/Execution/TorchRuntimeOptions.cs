namespace Pruning.Execution;

/// <summary>
/// How libtorch is started; what is already running is not changed by a later call, except the number of threads.
/// </summary>
/// <param name="Threads">
/// Threads of one operator; 0 takes the cores of this process. Results are bitwise equal only at equal counts.
/// </param>
/// <param name="LibTorchFolder">
/// The folder of libtorch's native libraries; null takes the one that <see cref="TorchRuntime.FolderVariable"/> names,
/// else one beside the program, else what the system's loader finds.
/// </param>
public sealed record TorchRuntimeOptions(int Threads = 0, string? LibTorchFolder = null);
