using System.Text.Json;
using Pruning.Benchmarks.Measuring;

namespace Pruning.Benchmarks;

/// <summary>The whole program, on little work: everything that it measures runs, and comes out as a table and as JSON.</summary>
public sealed class QuickRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("benchmarks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_part_gives_its_figures()
    {
        var json = Path.Combine(_folder, "figures.json");
        var (table, _) = ChildProcess.Dotnet(Path.Combine(AppContext.BaseDirectory, "Pruning.Benchmarks.dll"), "--quick", "--synthetic", "--json", json).Run();

        using var report = JsonDocument.Parse(File.ReadAllText(json));
        var parts = report.RootElement.GetProperty("parts").EnumerateArray().ToDictionary(part => part.GetProperty("name").GetString()!, part => part.GetProperty("figures").EnumerateArray().ToList());
        Assert.Equal(["start-up", "no-op", "scale", "latency", "evaluation", "training", "memory"], parts.Keys);
        Assert.All(parts.Values, Assert.NotEmpty);
        Assert.All(parts.Values.SelectMany(figures => figures), figure =>
        {
            var sample = figure.GetProperty("sample");
            Assert.Equal(JsonValueKind.Number, sample.GetProperty("median").ValueKind);
            Assert.True(sample.GetProperty("count").GetInt32() >= 1);
            Assert.Contains(figure.GetProperty("name").GetString()!, table, StringComparison.Ordinal);
        });
        Assert.All(parts.Values, figures => Assert.Equal(figures.Count, figures.DistinctBy(figure => figure.GetProperty("name").GetString()).Count()));
        Assert.Contains("DRAWN", table, StringComparison.Ordinal);
        Assert.Contains("the figures mean nothing", table, StringComparison.Ordinal);
    }
}
