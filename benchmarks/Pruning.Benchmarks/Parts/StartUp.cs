using Pruning.Benchmarks.Measuring;
using Pruning.Benchmarks.Results;

namespace Pruning.Benchmarks.Parts;

/// <summary>
/// What is paid before any work: the tool as a process, and the engine's first import, surgery and export.
/// </summary>
internal sealed class StartUp : IBenchmark
{
    public string Name => "start-up";

    public string Description => "the tool's --help and inspect; import, surgery and export in a fresh process";

    public IEnumerable<Figure> Run(BenchmarkContext context)
    {
        var model = context.Inputs.Model;
        (string Name, Target? Target, string? Note, Func<double> Seconds)[] works =
        [
            ("dotnet prune --help", Target.AtMost(0.25), "the SDK's own start included", () =>
                Seconds(Tool.ThroughDotnet("--help"))
            ),
            ("dotnet-prune --help", null, "the program alone", () => Seconds(Tool.Directly("--help"))),
            ("dotnet prune inspect", Target.AtMost(0.8), null, () => Seconds(Tool.ThroughDotnet("inspect", model))),
            ("import", Target.AtMost(0.3), "within the process", () =>
                FirstCalls.InFreshProcess(FirstCalls.Import, model)
            ),
            ("surgery and export", Target.AtMost(1), "within the process", () =>
                FirstCalls.InFreshProcess(FirstCalls.SurgeryAndExport, model)
            ),
            ("export with its proof", null, "starts torch and ONNX Runtime and compares them on 4 pictures", () =>
                FirstCalls.InFreshProcess(FirstCalls.ProvenExport, model)
            ),
        ];
        var seconds = works.Select(_ => new List<double>()).ToArray();
        // By turns: what else the machine does falls on all. The first round fills the file cache and does not count.
        for (var round = context.IsQuick ? 0 : -1; round < context.Times(15); round++)
        {
            for (var work = 0; work < works.Length; work++)
            {
                var took = works[work].Seconds();
                if (round >= 0)
                    seconds[work].Add(took);
            }
        }

        return works.Select(
            (work, index) => new Figure(work.Name, "s", Sample.Of(seconds[index]), work.Target, work.Note)
        );
    }

    private static double Seconds(ChildProcess process) => process.Run().Elapsed.TotalSeconds;
}
