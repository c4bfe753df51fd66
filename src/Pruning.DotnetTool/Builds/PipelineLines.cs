using System.Diagnostics;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline;

namespace Pruning.DotnetTool.Builds;

/// <summary>A pipeline's events and diagnostics as plain lines, progress at most one every few seconds.</summary>
/// <param name="forTerminal">
/// Whether the build shows a line of progress on a terminal: then it gets one twice a second, beside those for logs.
/// </param>
internal sealed class PipelineLines(TextWriter output, bool forTerminal = false)
    : IDiagnosticSink,
        IProgress<PipelineEvent>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _sinceProgress = Stopwatch.StartNew();
    private readonly TerminalProgress? _terminal = forTerminal ? new TerminalProgress() : null;
    private bool _first = true;

    public void Report(PruneDiagnostic diagnostic) => Say(diagnostic.ToString());

    public void Report(PipelineEvent value)
    {
        if (_terminal?.Of(value) is { } progress)
            Say($"progress: {progress}");
        if (value is StepProgress)
        {
            if (!_first && _sinceProgress.Elapsed < Interval)
                return;
            _sinceProgress.Restart();
        }

        _first = value is not StepProgress;
        if (PipelineEventText.Of(value) is not { } line)
            return;
        if (value is RunForecast && _terminal is not null)
            Notice(line);
        else
            Say(line);
    }

    /// <summary>A line for those who want every detail: the task that reads it knows it by its beginning.</summary>
    public void Detail(string line) => Say($"detail: {line}");

    /// <summary>A line that somebody at a terminal wants to keep.</summary>
    public void Notice(string line) => Say($"notice: {line}");

    private void Say(string line) => output.WriteLine(PlainTextWriter.Line(line));
}
