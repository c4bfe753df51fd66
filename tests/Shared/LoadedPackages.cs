using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pruning.Data;

namespace Pruning.Testing;

/// <summary>
/// Loads OpenCV as the product does, which reaches more systems than its package does by itself. Tests call it
/// directly, and a call that fails stays failed.
/// </summary>
internal static class LoadedPackages
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Before any test touches the package.")]
    internal static void Load() => _ = ImageLibrary.Version;
}
