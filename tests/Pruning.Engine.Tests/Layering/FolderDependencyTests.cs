using Pruning.Pipeline;

namespace Pruning.Layering;

public sealed class FolderDependencyTests
{
    private static readonly EngineSources Engine = new(EngineProjects.All);

    [Fact]
    public void No_two_top_level_folders_depend_on_each_other() => AssertNoCycle(Engine.TopLevel());

    [Fact]
    public void No_two_folders_of_which_none_contains_the_other_depend_on_each_other() =>
        AssertNoCycle(Engine.AllLevels());

    [Fact]
    public void What_counts_as_the_engine_are_the_assemblies_of_these_projects() =>
        Assert.Equal(
            // And what apps look with, since a gate looks with it.
            EngineProjects.All.Select(Path.GetFileName).Append("Pruning.Runtime").Order(StringComparer.Ordinal),
            EngineIdentity.Assemblies.Select(assembly => assembly.GetName().Name)
        );

    [Fact]
    public void A_file_lies_in_the_folder_of_its_namespace() =>
        Assert.Empty(
            Engine
                .Files.Where(file => file.Namespace.Length > 0 && file.Namespace != EngineSources.NamespaceOf(file))
                .Select(file => $"{file.Path} declares {file.Namespace}")
        );

    [Fact]
    public void A_cycle_is_told_step_by_step_with_its_files()
    {
        var graph = new FolderGraph();
        graph.Add("Graphs", "Storage", "Graphs/A.cs");
        graph.Add("Storage", "Data", "Storage/B.cs");
        graph.Add("Storage", "Data", "Storage/C.cs");
        graph.Add("Data", "Storage", "Data/D.cs");
        Assert.Equal(["Data uses Storage: Data/D.cs", "Storage uses Data: Storage/B.cs, Storage/C.cs"], graph.Cycle());
    }

    [Fact]
    public void Names_that_are_written_out_count_like_usings()
    {
        using var folder = new TemporaryFolder();
        folder.Write("One/A.cs", "namespace Pruning.One;\n\nclass A { Two.B? _b; }\n");
        folder.Write("Two/B.cs", "namespace Pruning.Two;\n\nclass B { Pruning.One.A? _a; }\n");
        Assert.Equal(
            ["One uses Two: One/A.cs", "Two uses One: Two/B.cs"],
            new EngineSources(folder.Root).TopLevel().Cycle()
        );
    }

    // In a message of its own: a collection's is cut short.
    private static void AssertNoCycle(FolderGraph graph) =>
        Assert.True(graph.Cycle() is { Count: 0 }, string.Join(Environment.NewLine, graph.Cycle()));
}
