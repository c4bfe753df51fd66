using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using Pruning.DotnetTool.Terminal;

namespace Pruning.DotnetTool.Commands;

/// <summary>The whole tool: its verbs, and what a run of it returns.</summary>
internal static class PruneTool
{
    /// <summary>Parses and runs one command line.</summary>
    /// <returns>An <see cref="ExitCodes"/> value.</returns>
    public static async Task<int> RunAsync(string[] arguments, IConsole console)
    {
        var root = CreateRoot(console);
        var parsed = root.Parse(arguments);
        // A line that is still being typed is asked about: it is no error that it is not finished.
        if (UsageErrors.Has(parsed) && parsed.GetResult(root.Directives.OfType<SuggestDirective>().Single()) is null)
            return UsageErrors.Report(parsed, console);
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            // Verbs hear of it themselves: see Interruption.
            ProcessTerminationTimeout = null,
            Output = console.Out,
            Error = console.Error,
        };
        return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
    }

    internal static RootCommand CreateRoot(IConsole console)
    {
        var root = Verbs(console);
        // A path can begin so, and completion would offer it.
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Aliases.Remove("/h");
            help.Aliases.Remove("/?");
        }

        return root;
    }

    private static RootCommand Verbs(IConsole console) =>
        new("Trains, prunes, judges and exports YOLOv5 models.")
        {
            NewCommand.Create(console),
            BuildCommand.Create(console),
            WatchCommand.Create(console),
            StatusCommand.Create(console),
            PlanCommand.Create(console),
            AcceptCommand.Create(console),
            CompareCommand.Create(console),
            TrainCommand.Create(console),
            PruneCommand.Create(console),
            FineTuneCommand.Create(console),
            EvaluateCommand.Create(console),
            ExportCommand.Create(console),
            QuantizeCommand.Create(console),
            DataCommand.Create(console),
            InspectCommand.Create(console),
            SensitivityCommand.Create(console),
            TuneCommand.Create(console),
            DetectCommand.Create(console),
            BenchmarkCommand.Create(console),
            VerifyCommand.Create(console),
            CacheCommand.Create(console),
            DoctorCommand.Create(console),
            CompletionCommand.Create(console),
            EngineCommand.Create(console),
            JobCommand.Create(console),
        };
}
