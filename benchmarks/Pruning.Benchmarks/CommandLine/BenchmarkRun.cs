using Pruning.Benchmarks.Inputs;
using Pruning.Benchmarks.Measuring;
using Pruning.Benchmarks.Parts;
using Pruning.Benchmarks.Results;

namespace Pruning.Benchmarks.CommandLine;

/// <summary>Runs parts one after the other, and writes what they gave.</summary>
internal static class BenchmarkRun
{
    /// <param name="output">Takes the tables.</param>
    /// <param name="messages">Takes progress.</param>
    public static BenchmarkReport Run(BenchmarkSettings settings, TextWriter output, TextWriter messages)
    {
        using var folder = new WorkFolder();
        var inputs = BenchmarkInputs.Find(settings, folder);
        var context = new BenchmarkContext(settings, inputs, folder, messages);
        messages.WriteLine(inputs.Description);
        var parts = BenchmarkList.Named(settings.Parts).Select(part => Measure(part, context)).ToList();
        var report = new BenchmarkReport(MachineDescription.OfThis(), inputs.Description, settings.Quick, [.. parts]);
        ReportTable.Write(report, output);
        if (settings.Json is { } path)
            ReportJson.Write(report, path);
        return report;
    }

    private static PartResult Measure(IBenchmark part, BenchmarkContext context)
    {
        context.Note($"{part.Name}: {part.Description}");
        var clock = Clock.Start();
        // A quick run's figures mean nothing: nor can they miss a target.
        var figures = part.Run(context).Select(figure => context.IsQuick ? figure with { Target = null } : figure);
        return new PartResult(part.Name, [.. figures], clock.Seconds);
    }
}
