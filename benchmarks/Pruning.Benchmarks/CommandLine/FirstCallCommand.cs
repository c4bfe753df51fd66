using System.CommandLine;
using System.Globalization;
using Pruning.Benchmarks.Measuring;

namespace Pruning.Benchmarks.CommandLine;

/// <summary>
/// <c>first-call</c>, which this program starts of itself and nobody types: times one piece of work in a fresh process.
/// </summary>
internal static class FirstCallCommand
{
    public const string Name = "first-call";

    /// <param name="output">Takes the milliseconds, alone on a line.</param>
    public static Command Create(TextWriter output)
    {
        var work = new Argument<string>("work");
        work.AcceptOnlyFromAmong([.. FirstCalls.All.Keys]);
        var model = new Argument<string>("model");
        var command = new Command(Name, "Times the first call of a piece of work.") { work, model };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var elapsed = FirstCalls.All[parsed.GetRequiredValue(work)](parsed.GetRequiredValue(model));
            output.WriteLine(elapsed.TotalMilliseconds.ToString("R", CultureInfo.InvariantCulture));
            return 0;
        });
        return command;
    }
}
