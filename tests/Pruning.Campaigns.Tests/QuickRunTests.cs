using System.Text.Json;
using Pruning.Benchmarks.Measuring;

namespace Pruning.Benchmarks;

/// <summary>
/// The whole program, on little work: everything that it measures runs, and comes out as a table and as JSON.
/// </summary>
[Trait("Category", "Slow")]
public sealed class QuickRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("benchmarks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_part_gives_its_figures()
    {
        var json = Path.Combine(_folder, "figures.json");
        var (table, _) = ChildProcess
            .Dotnet(
                Path.Combine(AppContext.BaseDirectory, "Pruning.Benchmarks.dll"),
                "--quick",
                "--synthetic",
                "--json",
                json
            )
            .Run();

        using var report = JsonDocument.Parse(File.ReadAllText(json));
        var parts = report
            .RootElement.GetProperty("parts")
            .EnumerateArray()
            .ToDictionary(
                part => part.GetProperty("name").GetString()!,
                part => part.GetProperty("figures").EnumerateArray().ToList()
            );
        Assert.Equal(["start-up", "no-op", "scale", "latency", "app", "evaluation", "training", "memory"], parts.Keys);
        Assert.All(parts.Values, Assert.NotEmpty);
        Assert.All(parts.Values.SelectMany(figures => figures), figure =>
        {
            var sample = figure.GetProperty("sample");
            Assert.Equal(JsonValueKind.Number, sample.GetProperty("median").ValueKind);
            Assert.True(sample.GetProperty("count").GetInt32() >= 1);
            Assert.Contains(figure.GetProperty("name").GetString()!, table, StringComparison.Ordinal);
        });
        Assert.All(parts.Values, figures =>
            Assert.Equal(figures.Count, figures.DistinctBy(figure => figure.GetProperty("name").GetString()).Count())
        );
        Assert.Contains("DRAWN", table, StringComparison.Ordinal);
        Assert.Contains("the figures mean nothing", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Ways_of_slimming_come_out_beside_the_dense_network()
    {
        var (table, _) = ChildProcess
            .Dotnet(
                Path.Combine(AppContext.BaseDirectory, "Pruning.Benchmarks.dll"),
                "slimming",
                "--quick",
                "--set",
                "ImitationSteps=2",
                "--reductions",
                "30,99",
                "--only",
                "dense 1",
                "importance l1",
                "--cache",
                Path.Combine(_folder, "cache")
            )
            .Run();

        var rows = table
            .Split('\n')
            .Where(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Split('|').Select(cell => cell.Trim()).ToArray())
            .ToList();
        Assert.Equal(["dense 1", "importance l1, -30 %", "importance l1, -99 %"], rows.Select(row => row[1]));
        // Out of reach is said in its row, and the table goes on.
        Assert.All(rows[2..], row => Assert.Contains("PRUNE4001", row[3], StringComparison.Ordinal));
        Assert.All(rows[..2], row => Assert.Equal(11, row.Length));
    }
}
