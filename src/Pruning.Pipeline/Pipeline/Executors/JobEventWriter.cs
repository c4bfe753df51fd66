using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pruning.Pipeline.Executors;

/// <summary>Writes what a job tells, a line an event, into a file that belongs to this run of the job alone.</summary>
public sealed class JobEventWriter : IProgress<PipelineEvent>, IDisposable
{
    // A build looks every few seconds.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly Stopwatch _sinceProgress = new();

    /// <param name="path">A new file.</param>
    public JobEventWriter(string path) =>
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    internal static JsonSerializerOptions Json { get; } =
        new(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        };

    /// <summary>Progress is thinned out; ends of epochs and notes are not.</summary>
    public void Report(PipelineEvent value)
    {
        switch (value)
        {
            case EpochProgress { Training.Completed: not null } epoch:
                Tell(Of(epoch));
                break;
            case StepProgress when _sinceProgress.IsRunning && _sinceProgress.Elapsed < Interval:
                break;
            case StepProgress progress:
                _sinceProgress.Restart();
                Tell(Of(progress));
                break;
            case StepNote note:
                Tell(new JobEvent(JobEventKind.Note) { Message = note.Message });
                break;
            default:
                break;
        }
    }

    public void Tell(JobEvent value)
    {
        var line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value, Json) + "\n");
        lock (_gate)
        {
            _file.Write(line);
            _file.Flush(flushToDisk: true);
        }
    }

    public void Dispose() => _file.Dispose();

    private static JobEvent Of(StepProgress progress) =>
        new(JobEventKind.Progress)
        {
            Message = progress.Message,
            Done = progress.Done,
            Training = (progress as EpochProgress)?.Training,
            Log = (progress as EpochProgress)?.Log,
        };
}
