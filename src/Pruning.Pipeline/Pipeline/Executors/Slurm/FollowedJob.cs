using System.Diagnostics;
using Pruning.Diagnostics;
using Pruning.Pipeline.Store;

namespace Pruning.Pipeline.Executors.Slurm;

/// <summary>A job that a build waits for: what it tells is told here, as if it ran here.</summary>
internal sealed class FollowedJob(
    string job,
    HandedStep handed,
    JobFolder folder,
    SlurmQueue queue,
    SlurmPacing pacing,
    ProjectRequest request,
    IProgress<PipelineEvent>? progress
)
{
    // A build that waits for long shows from time to time that it does.
    private static readonly TimeSpan Reminder = TimeSpan.FromSeconds(30);

    private readonly IStage _stage = handed.Step.Stage;
    private readonly Stopwatch _sinceShown = new();
    private readonly Stopwatch _sinceAsked = new();
    private readonly JobMessages _messages = new(job, folder, request);
    private string? _shown;
    private string? _node;
    private string? _lost;
    private Stopwatch? _hopeless;
    private string? _events;
    private JobEventReader? _reader;
    private JobEvent? _last;

    /// <summary>Epochs of the step's training that are done, as far as it has told.</summary>
    public int Epochs { get; private set; }

    /// <summary>Waits for the job's end.</summary>
    /// <param name="find">Looks for the result, here and in the remote cache.</param>
    /// <exception cref="PruneException">PRUNE9102, PRUNE9104.</exception>
    public JobEnd Follow(Func<StoreEntry?> find, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Relay();
            // Slurm takes a moment to see that a job is over.
            if (HasPublished && find() is { } published)
                return new JobEnd(published);
            if (!IsTimeToAsk(clock.Elapsed))
            {
                cancellation.WaitHandle.WaitOne(pacing.NextLook(clock.Elapsed));
                continue;
            }

            var state = queue.Ask(job, out var answered);
            if (!answered && Counts && find() is { } meanwhile)
                return new JobEnd(meanwhile);
            if (answered && state is null or { HasEnded: true })
                return Ended(state, find, cancellation);
            if (state is not null)
                Show(state);
            cancellation.WaitHandle.WaitOne(pacing.NextLook(clock.Elapsed));
        }
    }

    private bool IsTimeToAsk(TimeSpan waited)
    {
        if (_sinceAsked.IsRunning && _sinceAsked.Elapsed < pacing.NextQuestion(waited))
            return false;
        _sinceAsked.Restart();
        return true;
    }

    private bool HasPublished => _last is { Kind: JobEventKind.Published };

    // Of a step that is done again there is an old result.
    private bool Counts => HasPublished || !handed.Again;

    // Slurm forgets jobs that ended, and says of others that they failed when their work is done: the store knows.
    private JobEnd Ended(JobState? state, Func<StoreEntry?> find, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Relay();
            if (Counts && find() is { } entry)
                return new JobEnd(entry);
            if (_last is { Kind: JobEventKind.Failed, Failure: { } failure })
                return new JobEnd(null, Failure: _messages.Failed(failure));
            if (state is { IsCancelled: true })
                return new JobEnd(null, Failure: _messages.Cancelled());
            if (state is { WasTakenAway: true })
                return new JobEnd(null, Stopped: $"{state.State}: {state.Reason}");
            if (_last is { Kind: JobEventKind.Stopped })
                return new JobEnd(null, Stopped: "it was asked to stop");
            if (clock.Elapsed > pacing.Result)
                return new JobEnd(null, Failure: _messages.WithoutResult(state, _last));
            Tell($"Slurm job {job} has ended; looking for its result");
            cancellation.WaitHandle.WaitOne(pacing.NextLook(clock.Elapsed));
        }
    }

    private void Show(JobState state)
    {
        if (state.IsPending)
        {
            Wait(state);
            return;
        }

        _hopeless = null;
        if (!state.IsRunning || state.Node.Length == 0 || state.Node == _node)
            return;
        // Slurm may have put it back between two questions.
        _lost ??= _node;
        if (!BeginAgain($", on {state.Node}"))
            Note($"Slurm job {job} runs on {state.Node}");
        _node = state.Node;
    }

    // Seen by what it tells or by what Slurm says, whichever comes first: it may be done before Slurm is asked.
    private bool BeginAgain(string where)
    {
        if (_lost is null)
            return false;
        Note($"Slurm job {job} begins again, after {_lost}{where}");
        _lost = null;
        return true;
    }

    private void Wait(JobState state)
    {
        if (PendingReason.Advice(state.Reason) is not { } advice)
            _hopeless = null;
        else if ((_hopeless ??= Stopwatch.StartNew()).Elapsed > pacing.Hopeless)
            throw _messages.CannotRun(state.Reason, advice);
        if (_node is not null)
        {
            Note($"Slurm has put job {job} back into the queue: {_node} is lost, or needed for another one");
            (_lost, _node) = (_node, null);
        }

        Tell($"Slurm job {job} is queued: {PendingReason.Text(state.Reason)}");
    }

    private void Relay()
    {
        // Of a run that began again there is a new file; what the one before still says does not count any more.
        if (folder.NewestEvents(job) is { } newest && newest != _events)
        {
            // Where it is now, Slurm will say.
            if (_events is not null)
                (_lost, _node) = (_lost ?? _node, null);
            (_events, _reader, _last) = (newest, new JobEventReader(newest), null);
            BeginAgain("");
        }

        foreach (var told in _reader?.Next() ?? [])
        {
            _last = told.Kind is JobEventKind.Note or JobEventKind.Progress ? _last : told;
            Relay(told);
        }
    }

    private void Relay(JobEvent told)
    {
        if (told.Training?.Completed is { } completed)
            Epochs = Math.Max(Epochs, completed.Epoch);
        if (told is { Kind: JobEventKind.Note, Message: { } note })
            Note(note);
        else if (told is { Training: { } training })
            progress?.Report(new EpochProgress(_stage.Name, _stage.Kind, training, told.Log ?? ""));
        else if (told is { Kind: JobEventKind.Progress, Message: { } message })
            progress?.Report(new StepProgress(_stage.Name, _stage.Kind, message, told.Done));
    }

    private void Tell(string text)
    {
        if (text == _shown && _sinceShown.Elapsed < Reminder)
            return;
        _shown = text;
        _sinceShown.Restart();
        progress?.Report(new StepProgress(_stage.Name, _stage.Kind, text, null));
    }

    private void Note(string text) => progress?.Report(new StepNote(_stage.Name, _stage.Kind, text));
}
