using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Pruning.Benchmarks.Kernels;

/// <summary>Takes BenchmarkDotNet's own arguments; without a filter, all kernels run.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        // Within this process: the project that BenchmarkDotNet would generate would fall under this repository's build
        // rules.
        var config = DefaultConfig
            .Instance.AddJob(Job.ShortRun.WithIterationCount(9).WithToolchain(InProcessEmitToolchain.Instance))
            .AddColumn(StatisticColumn.Median, StatisticColumn.Q1, StatisticColumn.Q3)
            .AddExporter(JsonExporter.FullCompressed);
        string[] all = arguments.Any(argument => argument is "-f" or "--filter" or "--list" or "--help")
            ? arguments
            : [.. arguments, "--filter", "*"];
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(all, config).ToList();
        return summaries.Exists(summary =>
            summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)
        )
            ? 1
            : 0;
    }
}
