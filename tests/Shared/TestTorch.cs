using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Pruning.Testing;

/// <summary>
/// Tells this process, and those that tests start, where restore unpacked libtorch. A variable that is set already
/// wins.
/// </summary>
internal static class TestTorch
{
    // As TorchRuntime names it; tests of packages know nothing of that class.
    private const string FolderVariable = "PRUNING_TORCH_FOLDER";

    [ModuleInitializer]
    [SuppressMessage(
        "Usage",
        "CA2255",
        Justification = "Tests start in many places, and processes that they start inherit it."
    )]
    internal static void NameFolder()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(FolderVariable)))
            Environment.SetEnvironmentVariable(FolderVariable, Folder);
    }

    /// <summary>Where libtorch's native libraries lie.</summary>
    public static string Folder { get; } =
        typeof(TestTorch)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(item => item.Key == "LibTorchFolder")
            .Value!;
}
