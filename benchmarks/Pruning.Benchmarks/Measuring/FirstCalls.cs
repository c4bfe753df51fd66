using Pruning.Benchmarks.CommandLine;
using Pruning.Benchmarks.Inputs;
using Pruning.Checkpoints;
using Pruning.DotnetTool.Models;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Pruners;

namespace Pruning.Benchmarks.Measuring;

/// <summary>
/// Work of the engine that is timed at its first call in a process, compilation included: a build starts the engine
/// once, and every call in it is a first one.
/// </summary>
internal static class FirstCalls
{
    public const string Import = "import";
    public const string SurgeryAndExport = "surgery-export";
    public const string ProvenExport = "proven-export";

    private static readonly OnnxExportOptions Onnx = new(640);

    /// <summary>By name: from the model's path to the time that the work took.</summary>
    public static IReadOnlyDictionary<string, Func<string, TimeSpan>> All { get; } =
        new Dictionary<string, Func<string, TimeSpan>>
        {
            [Import] = model => Time(() => Read(model)),
            [SurgeryAndExport] = model =>
            {
                var network = Read(model);
                var plan = HalfTheFlops.Plan(network);
                return Time(() => OnnxExporter.Export(Surgery.Prune(network, plan), Onnx));
            },
            [ProvenExport] = model =>
            {
                var network = HalfTheFlops.Cut(Read(model));
                var file = Path.GetTempFileName();
                try
                {
                    return Time(() => Prove(network, file));
                }
                finally
                {
                    File.Delete(file);
                }
            },
        };

    /// <summary>Runs one in a fresh process.</summary>
    /// <returns>Seconds.</returns>
    public static double InFreshProcess(string work, string model)
    {
        var (output, _) = ChildProcess
            .Dotnet(
                Path.Combine(AppContext.BaseDirectory, "Pruning.Benchmarks.dll"),
                FirstCallCommand.Name,
                work,
                model
            )
            .Run();
        return double.Parse(output, System.Globalization.CultureInfo.InvariantCulture) / 1000;
    }

    private static Network Read(string model) => CheckpointReader.Read(model, UnheardDiagnostics.Instance);

    private static void Prove(Network network, string file)
    {
        TorchStart.Run();
        using var reference = new TorchDetector(network);
        Pruning.Onnx.ProvenExport.Write(network, Onnx, reference, file);
    }

    private static TimeSpan Time(Action work)
    {
        var clock = Clock.Start();
        work();
        return clock.Elapsed;
    }
}
