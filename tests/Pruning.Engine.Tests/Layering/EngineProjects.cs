using System.Collections.Immutable;
using Pruning.Testing;

namespace Pruning.Layering;

/// <summary>The projects whose assemblies are the engine: those that import <c>src/Engine.props</c>.</summary>
internal static class EngineProjects
{
    /// <summary>Their folders.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        .. Directory
            .EnumerateFiles(Path.Combine(SourceTree.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("<Import Project=\"../Engine.props\" />"))
            .Select(file => Path.GetDirectoryName(file)!)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The C# files below a folder of the engine, in whichever project it lies.</summary>
    /// <param name="folder">Such as <c>Training</c>; empty for all of them.</param>
    public static IReadOnlyList<string> FilesIn(string folder = "") =>
        [
            .. All.Select(project => Path.Combine(project, folder))
                .Where(Directory.Exists)
                .SelectMany(found => Directory.EnumerateFiles(found, "*.cs", SearchOption.AllDirectories)),
        ];
}
