using System.Reflection;
using System.Text.RegularExpressions;
using Pruning.Diagnostics;

namespace Pruning.Tasks.Tests;

/// <summary>What the tasks and targets repeat, because they cannot reference the library, agrees with the library.</summary>
public sealed partial class CatalogueTests
{
    private static readonly string Sources = Path.Combine(TestFolder.RepositoryRoot, "src", "Pruning.Tasks");

    [Fact]
    public void Every_code_is_in_the_catalogue()
    {
        var own = typeof(TaskCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);
        var inTargets = Directory.EnumerateFiles(Sources, "*.targets", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => CodeAttribute().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value);

        Assert.Subset(Codes.All.Select(code => code.Id).ToHashSet(), own.Concat(inTargets).ToHashSet());
    }

    [GeneratedRegex(@"Code=""(PRUNE\d{4})""")]
    private static partial Regex CodeAttribute();
}
