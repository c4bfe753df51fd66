using System.Collections.Immutable;
using System.Reflection;

namespace Pruning.Pipeline;

/// <summary>
/// Which engine made a result. Its own part is the compiler's content identity of each of the engine's assemblies: any
/// change of code changes it.
/// </summary>
public static class EngineIdentity
{
    private const string Prefix = "Pruning.";

    private static readonly Assembly Pipeline = typeof(EngineIdentity).Assembly;

    /// <summary>
    /// The engine's own, in the order of their names: this one and all that it uses, directly or not. None is named, so
    /// that none can be forgotten.
    /// </summary>
    internal static ImmutableArray<Assembly> Assemblies { get; } = Find();

    /// <summary>For people: the version.</summary>
    public static string Version { get; } =
        (
            Pipeline.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? Pipeline.GetName().Version!.ToString()
        ).Split('+')[0];

    /// <summary>For fingerprints: the modules' identities and the versions of the libraries that compute.</summary>
    public static string Content { get; } =
        string.Join(
            ';',
            [
                .. Assemblies.Select(assembly => assembly.ManifestModule.ModuleVersionId.ToString("N")),
                .. Assemblies
                    .SelectMany(assembly => assembly.GetReferencedAssemblies())
                    .Where(reference => reference.Name is "TorchSharp" or "OpenCvSharp" or "Microsoft.ML.OnnxRuntime")
                    .Select(reference => $"{reference.Name}={reference.Version}")
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ]
        );

    private static ImmutableArray<Assembly> Find()
    {
        var found = new SortedDictionary<string, Assembly>(StringComparer.Ordinal);
        var open = new Stack<Assembly>([Pipeline]);
        while (open.TryPop(out var assembly))
        {
            if (!found.TryAdd(assembly.GetName().Name!, assembly))
                continue;
            foreach (var reference in assembly.GetReferencedAssemblies())
            {
                if (reference.Name!.StartsWith(Prefix, StringComparison.Ordinal))
                    open.Push(Assembly.Load(reference));
            }
        }

        return [.. found.Values];
    }
}
