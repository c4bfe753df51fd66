using System.Text.Json;
using Pruning.Benchmarks.CommandLine;

namespace Pruning.Benchmarks;

public class CommandLineTests
{
    [Fact]
    public void Parts_are_chosen_by_name()
    {
        var folder = Directory.CreateTempSubdirectory("benchmarks-").FullName;
        try
        {
            var json = Path.Combine(folder, "latency.json");
            var (exitCode, output, messages) = Run("latency", "--quick", "--synthetic", "--json", json);
            Assert.True(exitCode == 0, messages);
            Assert.Contains("pruned to dense", output, StringComparison.Ordinal);
            using var report = JsonDocument.Parse(File.ReadAllText(json));
            Assert.Equal(
                "latency",
                Assert.Single(report.RootElement.GetProperty("parts").EnumerateArray()).GetProperty("name").GetString()
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("latncy")]
    [InlineData("--epochs", "1")]
    [InlineData("--threads", "none")]
    public void What_makes_no_sense_is_refused(params string[] arguments)
    {
        var (exitCode, output, messages) = Run(arguments);
        Assert.Equal(3, exitCode);
        Assert.Empty(output);
        Assert.Contains(arguments[^1], messages, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_names_every_part()
    {
        var (exitCode, output, _) = Run("--help");
        Assert.Equal(0, exitCode);
        Assert.All(Parts.BenchmarkList.All, part =>
            Assert.Contains($"{part.Name}: ", output.ReplaceLineEndings(" "), StringComparison.Ordinal)
        );
    }

    private static (int ExitCode, string Output, string Messages) Run(params string[] arguments)
    {
        var (output, messages) = (new StringWriter(), new StringWriter());
        return (BenchmarkCommand.Run(arguments, output, messages), output.ToString(), messages.ToString());
    }
}
