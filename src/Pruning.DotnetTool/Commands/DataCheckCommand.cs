using System.CommandLine;
using Pruning.Data;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>data check</c>: what is in a dataset, and what is wrong with it. Changes nothing.</summary>
internal static class DataCheckCommand
{
    public static Command Create(IConsole console)
    {
        var yaml = new Argument<string>("yaml") { Description = "The dataset's yaml." };
        var singleClass = CommonOptions.SingleClass();
        var strict = new Option<bool>("--strict")
        {
            Description = "Ends with an error code where anything is wrong, not only where the dataset cannot be used.",
        };
        var command = new Command(
            "check",
            "Counts a dataset's images, boxes and sizes, and names what is wrong: damaged, missing, repeated or "
                + "shared images, labels that make no sense."
        )
        {
            yaml,
            singleClass,
            strict,
        };
        return CommandScope.Attach(command, console, (scope, parsed, cancellation) =>
        {
            var report = scope.Work.Run("check", report =>
                DatasetCheck.Run(
                    parsed.GetRequiredValue(yaml),
                    scope.Work,
                    CommonOptions.Reading(parsed, singleClass, strict),
                    report,
                    cancellation
                )
            );
            var output = DatasetOutput.Of(report);
            scope.Write(output, writer => DatasetText.Write(writer, output));
            return report.IsUnusable || (parsed.GetValue(strict) && report.HasProblems)
                ? ExitCodes.BadInput
                : ExitCodes.Success;
        });
    }
}
