using System.Diagnostics;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline;

namespace Pruning.DotnetTool.Builds;

/// <summary>A pipeline's events and diagnostics as plain lines, progress at most one every few seconds.</summary>
internal sealed class PipelineLines(TextWriter output) : IDiagnosticSink, IProgress<PipelineEvent>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _sinceProgress = Stopwatch.StartNew();
    private bool _first = true;

    public void Report(PruneDiagnostic diagnostic) => Say(diagnostic.ToString());

    public void Report(PipelineEvent value)
    {
        if (value is StepProgress)
        {
            if (!_first && _sinceProgress.Elapsed < Interval)
                return;
            _sinceProgress.Restart();
        }

        _first = value is not StepProgress;
        if (PipelineEventText.Of(value) is { } line)
            Say(line);
    }

    /// <summary>A line for those who want every detail: the task that reads it knows it by its beginning.</summary>
    public void Detail(string line) => Say($"detail: {line}");

    private void Say(string line) => output.WriteLine(PlainTextWriter.Clean(line).ReplaceLineEndings(" "));
}
