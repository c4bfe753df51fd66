using System.Reflection;
using System.Text.RegularExpressions;
using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.SdkFiles;

namespace Pruning.Tasks.Tests;

/// <summary>
/// What the tasks and targets repeat, because they cannot reference the library, agrees with the library.
/// </summary>
public sealed partial class CatalogueTests
{
    private static readonly string Sources = Path.Combine(TestFolder.RepositoryRoot, "src", "Pruning.Tasks");

    [Fact]
    public void Every_code_is_in_the_catalogue()
    {
        var own = typeof(TaskCodes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!);
        var inTargets = Directory
            .EnumerateFiles(Sources, "*.targets", SearchOption.AllDirectories)
            .Where(file =>
                !file.Contains(
                    $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal
                )
            )
            .SelectMany(file => CodeAttribute().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value);

        Assert.Subset(Codes.All.Select(code => code.Id).ToHashSet(), own.Concat(inTargets).ToHashSet());
    }

    [Fact]
    public void Every_option_of_the_engine_is_handed_to_it() =>
        Assert.All(OptionCatalogue.All, option =>
            Assert.Contains(
                $"<_PruningSetting Include=\"{option.Name}\" Value=\"$({option.Name})\" />",
                OptionTargets.Write(),
                StringComparison.Ordinal
            )
        );

    [Fact]
    public void No_plain_name_comes_from_an_environment_variable() =>
        Assert.All(OptionCatalogue.All, option =>
            Assert.Equal(
                !option.Name.StartsWith("Pruning", StringComparison.Ordinal),
                OptionProps.Write().Contains($"<{option.Name} />", StringComparison.Ordinal)
            )
        );

    [GeneratedRegex(@"Code=""(PRUNE\d{4})""")]
    private static partial Regex CodeAttribute();
}
