using System.Reflection;

namespace Pruning.Pipeline;

/// <summary>
/// Which engine made a result. Its own part is the compiler's content identity of Pruning.Core: any change of code
/// changes it.
/// </summary>
public static class EngineIdentity
{
    private static readonly Assembly Core = typeof(EngineIdentity).Assembly;

    /// <summary>For people: the version.</summary>
    public static string Version { get; } =
        (
            Core.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? Core.GetName().Version!.ToString()
        ).Split('+')[0];

    /// <summary>For fingerprints: the module's identity and the versions of the libraries that compute.</summary>
    public static string Content { get; } =
        string.Join(
            ';',
            Core.GetReferencedAssemblies()
                .Where(reference => reference.Name is "TorchSharp" or "OpenCvSharp" or "Microsoft.ML.OnnxRuntime")
                .Select(reference => $"{reference.Name}={reference.Version}")
                .Order(StringComparer.Ordinal)
                .Prepend(Core.ManifestModule.ModuleVersionId.ToString("N"))
        );
}
