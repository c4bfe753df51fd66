using TorchSharp.Interop;

namespace TorchSharp;

internal sealed class AutoGradMode : IDisposable
{
    private readonly int _before = Native.shim_grad_mode();

    public AutoGradMode(bool enabled) => Native.shim_set_grad_mode(enabled ? 1 : 0);

    public static bool IsEnabled => Native.shim_grad_mode() != 0;

    public void Dispose() => Native.shim_set_grad_mode(_before);
}

internal sealed class InferenceMode(bool mode) : IDisposable
{
    private nint _guard = Native.shim_inference_mode_enter(mode ? 1 : 0);

    public void Dispose()
    {
        if (_guard != 0)
            Native.shim_inference_mode_exit(_guard);
        _guard = 0;
    }
}

public static partial class torch
{
    // These modes belong to the thread: never hold one across an await.
    public static IDisposable no_grad() => new AutoGradMode(false);
    public static IDisposable enable_grad(bool enabled = true) => new AutoGradMode(enabled);
    public static IDisposable set_grad_enabled(bool mode = true) => new AutoGradMode(mode);
    public static bool is_grad_enabled() => AutoGradMode.IsEnabled;
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);
    public static bool is_inference_mode_enabled() => Native.shim_inference_mode() != 0;
}
