using System.Text.RegularExpressions;
using Microsoft.Build.Framework;

namespace Pruning.Tasks.Tests;

/// <summary>
/// What lets the tasks run beside those of other projects in one process, as <c>dotnet build -mt</c> does.
/// </summary>
public sealed partial class MultithreadedTests
{
    private static readonly string Sources = Path.Combine(TestFolder.RepositoryRoot, "src", "Pruning.Tasks");

    public static TheoryData<Type> Tasks =>
        [
            .. typeof(RunPruningEngine)
                .Assembly.GetTypes()
                .Where(type => !type.IsAbstract && typeof(ITask).IsAssignableFrom(type)),
        ];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void A_task_carries_the_mark_that_MSBuild_looks_for_by_name(Type task) =>
        Assert.Contains(task.GetCustomAttributes(inherit: false), mark =>
            mark.GetType().FullName == "Microsoft.Build.Framework.MSBuildMultiThreadableTaskAttribute"
        );

    [Fact]
    public void All_tasks_are_looked_at() => Assert.Equal(5, Tasks.Count);

    /// <summary>
    /// The current directory, variables, the console and the culture belong to all threads; <c>Path.GetFullPath</c>
    /// asks for the first.
    /// </summary>
    [Fact]
    public void No_task_uses_what_belongs_to_the_process()
    {
        var uses = Directory
            .EnumerateFiles(Sources, "*.cs")
            .SelectMany(file =>
                ProcessWide()
                    .Matches(File.ReadAllText(file))
                    .Select(match => $"{Path.GetFileName(file)}: {match.Value}")
            );

        // The end of a process whose build is gone; a path that is full already; and how wide the terminal is, which all
        // builds of a process share.
        Assert.Equal(
            [
                "EngineProcess.cs: Environment.Exit",
                "FullPath.cs: Path.GetFullPath",
                "TerminalStatus.cs: Console.BufferWidth",
            ],
            uses.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_path_is_full_by_the_folder_that_is_named_or_not_at_all()
    {
        var folder = Path.GetFullPath("/projects/Detector");

        Assert.Equal(Path.GetFullPath("/projects/gates.props"), FullPath.Resolve(folder, "../gates.props"));
        Assert.Equal(Path.GetFullPath("/gates.props"), FullPath.Resolve(folder, Path.GetFullPath("/gates.props")));
        Assert.Throws<ArgumentException>(() => FullPath.Resolve("Detector", "gates.props"));
    }

    [GeneratedRegex(
        @"\b(Environment\.\w+|Directory\.(Get|Set)CurrentDirectory|Path\.GetFullPath|new DirectoryInfo|Console\.\w+|CultureInfo\.Current\w*|GetMetadata\(""FullPath""\))"
    )]
    private static partial Regex ProcessWide();
}
