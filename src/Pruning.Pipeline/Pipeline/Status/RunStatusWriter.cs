using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Pipeline.Store;
using Pruning.Training;

namespace Pruning.Pipeline.Status;

/// <summary>
/// Keeps <c>status.json</c> up to date while a build runs, so that others can follow it. Only for people: that it
/// cannot be written is no reason to end a build.
/// </summary>
public sealed class RunStatusWriter : IProgress<PipelineEvent>, IDisposable
{
    /// <summary>The longest time between two writes while the engine lives.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(2);

    // The shortest: nobody reads faster.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    private readonly Lock _gate = new();
    private readonly ImmutableHashSet<string> _doneBefore;
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private RunStatus _status;
    private bool _isChanged = true;
    private bool _isEnded;

    /// <param name="request">Says where the status goes.</param>
    /// <param name="time">For tests; null for the system's clock.</param>
    /// <param name="earlier">What the last stage left for the same build; null for its first.</param>
    public RunStatusWriter(ProjectRequest request, TimeProvider? time = null, RunStatus? earlier = null)
    {
        _time = time ?? TimeProvider.System;
        _path = RunStatusFile.PathIn(request.OutputDirectory);
        _doneBefore = earlier?.DoneSteps ?? [];
        var now = _time.GetUtcNow();
        _status = new RunStatus(
            RunStatus.CurrentVersion,
            request.Name,
            request.ProjectPath,
            Environment.ProcessId,
            Environment.MachineName,
            now,
            now,
            RunState.Running,
            null,
            earlier?.Steps ?? [],
            null
        )
        {
            SecondsLeft = earlier?.SecondsLeft,
        };
        _timer = _time.CreateTimer(_ => Beat(), null, TimeSpan.Zero, Interval);
    }

    /// <summary>Names all steps up to the gates, and what the run will find of each.</summary>
    public void Plan(IEnumerable<PlannedStep> steps) =>
        Change(status => status with { Steps = [.. steps.Select(Planned).Select(Remembered)] });

    /// <summary>Tells how long all that is left is expected to take.</summary>
    public void Expect(TimeSpan left) => Change(status => status with { SecondsLeft = left.TotalSeconds });

    public void Report(PipelineEvent value)
    {
        switch (value)
        {
            case StepStarted:
                Change(status =>
                    With(status, value.Step, step => step with { State = StepState.Running }) with
                    {
                        Activity = new StepActivity(value.Step, ""),
                    }
                );
                break;
            case StepWaiting waiting:
                Change(status =>
                    status with
                    {
                        Activity = new StepActivity(value.Step, $"waiting for {waiting.Holder}"),
                    }
                );
                break;
            case StepProgress progress:
                var activity = StepActivity.Of(progress);
                Change(status =>
                    (
                        progress is EpochProgress epoch
                            ? With(status, value.Step, step => step with { Log = epoch.Log })
                            : status
                    ) with
                    {
                        Activity = activity,
                        SecondsLeft = activity.WholeSecondsLeft ?? status.SecondsLeft,
                    }
                );
                break;
            case StepFinished finished:
                Change(status =>
                    With(status, value.Step, step => Finished(step, finished)) with
                    {
                        Activity = status.Activity?.Step == value.Step ? null : status.Activity,
                    }
                );
                break;
            default:
                break;
        }
    }

    /// <summary>Writes how it ended. Nothing is written afterwards.</summary>
    public void End(RunState state, string? message = null)
    {
        lock (_gate)
        {
            Change(status =>
                status with
                {
                    State = state,
                    Message = message,
                    Activity = null,
                    SecondsLeft = state == RunState.BetweenStages ? status.SecondsLeft : null,
                }
            );
            Write();
            _isEnded = true;
        }
    }

    /// <summary>Runs a build and writes how it ended, also where it throws.</summary>
    /// <param name="end">What a result means.</param>
    /// <param name="why">Why it ended so, where it did not end well.</param>
    public T Follow<T>(Func<T> run, Func<T, RunState> end, Func<T, string?>? why = null)
    {
        try
        {
            var result = run();
            End(end(result), why?.Invoke(result));
            return result;
        }
        catch (OperationCanceledException)
        {
            End(RunState.Stopped);
            throw;
        }
        catch (Exception failure)
        {
            End(RunState.Failed, failure is PruneException refusal ? refusal.Diagnostic.ToString() : failure.Message);
            throw;
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _isEnded = true;
        _timer.Dispose();
    }

    private void Beat()
    {
        lock (_gate)
        {
            if (!_isEnded && (_isChanged || _time.GetUtcNow() - _status.Updated >= Heartbeat))
                Write();
        }
    }

    private void Change(Func<RunStatus, RunStatus> change)
    {
        lock (_gate)
        {
            _status = change(_status);
            _isChanged = true;
        }
    }

    private void Write()
    {
        _status = _status with { Updated = _time.GetUtcNow() };
        _isChanged = false;
        try
        {
            RunStatusFile.Write(_path, _status);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A full disk, a folder that was taken away: what the build itself writes says so.
            return;
        }
    }

    private StepStatus Remembered(StepStatus step) =>
        step.State == StepState.Cached && _doneBefore.Contains(step.Step) ? step with { State = StepState.Done } : step;

    private static StepStatus Planned(PlannedStep step) =>
        new(
            step.Stage.Name,
            StateOf(step.Outcome, StepState.Pending),
            step.Stage.IsSkipped ? 0 : step.Stage.Epochs,
            step.Entry?.Manifest.Seconds,
            LogOf(step.Entry)
        );

    private StepStatus Finished(StepStatus step, StepFinished finished) =>
        step with
        {
            State = Remembered(step with { State = StateOf(finished.Outcome, StepState.Done) }).State,
            Seconds = finished.Entry is null ? null : Math.Round(finished.Elapsed.TotalSeconds, 3),
            // Of a step that is skipped, the entry is another one's.
            Log = finished.Outcome == StageOutcome.Skipped ? null : LogOf(finished.Entry),
        };

    private static string? LogOf(StoreEntry? entry) =>
        entry?.Has(TrainingLog.LinesName) == true ? entry.PathOf(TrainingLog.LinesName) : null;

    private static StepState StateOf(StageOutcome outcome, StepState whenRun) =>
        outcome switch
        {
            StageOutcome.Ran => whenRun,
            StageOutcome.Cached => StepState.Cached,
            StageOutcome.Fetched => StepState.Fetched,
            _ => StepState.NotNeeded,
        };

    // A search tries steps that no plan names.
    private static RunStatus With(RunStatus status, string name, Func<StepStatus, StepStatus> change) =>
        status with
        {
            Steps = status.Steps.Any(step => step.Step == name)
                ? [.. status.Steps.Select(step => step.Step == name ? change(step) : step)]
                : status.Steps.Add(change(new StepStatus(name, StepState.Pending))),
        };
}
