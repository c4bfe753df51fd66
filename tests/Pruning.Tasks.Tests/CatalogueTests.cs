using System.Reflection;
using System.Text.RegularExpressions;
using Pruning.Diagnostics;
using Pruning.Pipeline.Options;

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

    [Fact]
    public void Every_option_of_the_engine_is_handed_to_it()
    {
        var handed = Setting().Matches(Read("Sdk/Pruning.Request.targets")).Select(match => (Name: match.Groups[1].Value, Value: match.Groups[2].Value)).ToList();

        Assert.All(handed, setting => Assert.Equal($"$({setting.Name})", setting.Value));
        Assert.Equal(Names(OptionCatalogue.All.Select(option => option.Name)), Names(handed.Select(setting => setting.Name)));
    }

    [Fact]
    public void No_plain_name_comes_from_an_environment_variable()
    {
        var plain = OptionCatalogue.All.Select(option => option.Name).Where(name => !name.StartsWith("Pruning", StringComparison.Ordinal));

        Assert.Equal(Names(plain), Names(Emptied().Matches(Read("Sdk/Sdk.props")).Select(match => match.Groups[1].Value)));
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Sources, file));

    private static string Names(IEnumerable<string> names) => string.Join('\n', names.Order(StringComparer.Ordinal));

    [GeneratedRegex(@"<_PruningSetting Include=""(\w+)"" Value=""([^""]+)"" />")]
    private static partial Regex Setting();

    [GeneratedRegex(@"^    <(\w+) />", RegexOptions.Multiline)]
    private static partial Regex Emptied();

    [GeneratedRegex(@"Code=""(PRUNE\d{4})""")]
    private static partial Regex CodeAttribute();
}
