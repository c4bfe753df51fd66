using Pruning.Checkpoints.Pickling;
using Pruning.Graphs.Import;

namespace Pruning.Checkpoints.Modules;

/// <summary>
/// What a module's attribute <c>forward</c> says that it computes. YOLOv5's <c>fuse()</c> puts its own
/// <c>forward_fuse</c> there (<c>fuseforward</c> in older versions), which leaves out the batch norm that has been
/// folded. Any other would compute something unknown.
/// </summary>
internal static class ForwardMethod
{
    /// <exception cref="Diagnostics.PruneException">
    /// PRUNE1007: the module computes something else than its class does.
    /// </exception>
    public static void RequireOwn(string path, TorchModule module, string place)
    {
        if (module.Attribute("forward") is not { } forward || IsOwn(module, forward))
            return;
        var name = (forward as PickleBoundMethod)?.Name ?? (forward as PickleGlobal)?.FullName ?? "something else";
        throw CheckpointErrors.UnsupportedModule(
            path,
            module.Type.FullName,
            place,
            $"that computes by '{CheckpointErrors.Quote(name)}' in place of its class's method"
        );
    }

    private static bool IsOwn(TorchModule module, object forward) =>
        forward is PickleBoundMethod method
        && module.Is(method.Owner)
        && method.Name switch
        {
            "forward" => true,
            "forward_fuse" or "fuseforward" => module.Kind is "Conv" or "DWConv" && module.Child("bn") is null,
            _ => false,
        };
}
