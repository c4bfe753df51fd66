using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Pruning.Tasks.Tests;

/// <summary>
/// Props and targets say nothing that the MSBuild of the .NET Framework, which Visual Studio runs, does not understand.
/// </summary>
public sealed partial class DesktopMSBuildTests
{
    // Each is in Visual Studio 2022's first MSBuild (17.0) and among those that it lets projects call.
    private static readonly HashSet<string> Known =
    [
        "MSBuild::NormalizePath",
        "MSBuild::NormalizeDirectory",
        "MSBuild::EnsureTrailingSlash",
        "System.IO.Path::GetDirectoryName",
        "System.IO.File::GetLastWriteTime",
        "System.IO.File::ReadAllText",
        "System.IO.Directory::GetFiles",
        "System.Guid::NewGuid",
        "System.DateTime::UtcNow",
    ];

    // The same for functions over items.
    private static readonly HashSet<string> KnownOverItems = ["WithMetadataValue", "Count", "Distinct"];

    public static TheoryData<string> Files =>
        [
            .. Directory
                .EnumerateFiles(Sources, "*.*", SearchOption.AllDirectories)
                .Where(file => Path.GetExtension(file) is ".props" or ".targets")
                .Select(file => Path.GetRelativePath(Sources, file).Replace('\\', '/'))
                .Where(file =>
                    !file.StartsWith("obj/", StringComparison.Ordinal)
                    && !file.StartsWith("bin/", StringComparison.Ordinal)
                ),
        ];

    private static string Sources => Path.Combine(TestFolder.RepositoryRoot, "src", "Pruning.Tasks");

    [Theory]
    [MemberData(nameof(Files))]
    public void It_calls_only_functions_that_are_there(string file)
    {
        var text = File.ReadAllText(Path.Combine(Sources, file));

        Assert.Subset(
            Known,
            StaticCall().Matches(text).Select(match => $"{match.Groups[1].Value}::{match.Groups[2].Value}").ToHashSet()
        );
        Assert.Subset(KnownOverItems, ItemCall().Matches(text).Select(match => match.Groups[1].Value).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Its_tasks_come_from_the_assembly_that_loads_everywhere(string file)
    {
        var tasks = XDocument
            .Load(Path.Combine(Sources, file))
            .Descendants()
            .Where(element => element.Name.LocalName == "UsingTask");

        Assert.All(tasks, task =>
            Assert.Equal(["TaskName", "AssemblyFile"], task.Attributes().Select(attribute => attribute.Name.LocalName))
        );
        Assert.All(tasks, task => Assert.Equal("$(_PruningTasksAssembly)", task.Attribute("AssemblyFile")!.Value));
    }

    [GeneratedRegex(@"\[([\w.]+)\]::(\w+)")]
    private static partial Regex StaticCall();

    [GeneratedRegex(@"->(\w+)\(")]
    private static partial Regex ItemCall();
}
