using Pruning.Diagnostics;
using Pruning.Pipeline.Options;

namespace Pruning.Pipeline.Store.Remote;

/// <summary>
/// A cache of results that machines share. Whatever is wrong with it costs its use and never the build: the first
/// failure is a warning, and the cache is left alone from then on; a damaged result is a warning, and the stage runs
/// here.
/// </summary>
public sealed class RemoteStore : IDisposable
{
    private const string Fetching = "fetching from the remote cache";
    private const string Pushing = "putting into the remote cache";

    private readonly RemoteCacheOptions _options;
    private readonly IDiagnosticSink _diagnostics;
    private readonly Func<string, string?> _environment;
    private readonly Dictionary<Fingerprint, EntryManifest?> _found = [];
    private RemoteConnection? _connection;
    private RemoteEntries? _entries;
    private bool _isLeftAlone;
    private bool _takes;
    private int _damaged;

    /// <param name="environment">Gives the value of an environment variable; null for the process's own.</param>
    public RemoteStore(
        RemoteCacheOptions options,
        IDiagnosticSink diagnostics,
        Func<string, string?>? environment = null
    )
    {
        (_options, _diagnostics, _environment) = (
            options,
            diagnostics,
            environment ?? Environment.GetEnvironmentVariable
        );
        _takes = options.Push;
    }

    public Uri Address => _options.Address;

    public void Dispose() => _connection?.Dispose();

    /// <summary>Whether a step's result can be fetched, by a small request that is made once.</summary>
    public bool Has(PlannedStep step, CancellationToken cancellation) =>
        Find(step.Fingerprint, step.Stage.Name, cancellation) is not null;

    /// <summary>Asks anew for a result that was not there: another machine may have put it there since.</summary>
    public void Forget(Fingerprint fingerprint) => _found.Remove(fingerprint);

    /// <summary>Brings a step's result into the local store; null where it cannot be had after all.</summary>
    /// <param name="report">Told what happens, and the share that is done.</param>
    public StoreEntry? Fetch(
        PlannedStep step,
        StageStore store,
        Action<string, double?> report,
        CancellationToken cancellation
    )
    {
        if (Find(step.Fingerprint, step.Stage.Name, cancellation) is not { } manifest)
            return null;
        report(Fetching, null);
        var entry = Use(step.Fingerprint, step.Stage.Name, entries =>
            entries.Fetch(manifest, store, done => report(Fetching, done), cancellation)
        );
        if (entry is null)
            _found[step.Fingerprint] = null;
        return entry;
    }

    /// <summary>Puts a result there that was made here, in the place of what was there.</summary>
    public void Push(StoreEntry entry, Action<string, double?> report, CancellationToken cancellation)
    {
        if (!_takes || _isLeftAlone)
            return;
        var fingerprint = new Fingerprint(entry.Manifest.Fingerprint);
        report(Pushing, null);
        Use<object>(fingerprint, entry.Manifest.Stage, entries =>
        {
            entries.Push(entry, done => report(Pushing, done), cancellation);
            _found[fingerprint] = entry.Manifest;
            return null;
        });
    }

    /// <summary>Puts a result there that was here already, unless it is there.</summary>
    public void Offer(StoreEntry entry, Action<string, double?> report, CancellationToken cancellation)
    {
        if (_takes && Find(new Fingerprint(entry.Manifest.Fingerprint), entry.Manifest.Stage, cancellation) is null)
            Push(entry, report, cancellation);
    }

    private EntryManifest? Find(Fingerprint fingerprint, string stage, CancellationToken cancellation)
    {
        if (!_found.TryGetValue(fingerprint, out var manifest))
            _found[fingerprint] = manifest = Use(fingerprint, stage, entries =>
                entries.Find(fingerprint, stage, cancellation)
            );
        return manifest;
    }

    private T? Use<T>(Fingerprint fingerprint, string stage, Func<RemoteEntries, T?> work)
        where T : class
    {
        if (_isLeftAlone)
            return null;
        try
        {
            return work(_entries ??= Open());
        }
        catch (RemoteDamageException damage)
        {
            Warn(
                Codes.DamagedRemoteEntry,
                $"The result of '{stage}' in the remote cache '{Address}' (fingerprint {fingerprint.Hex[..12]}) "
                    + $"is damaged: {damage.Message}. It is not used; the stage runs "
                    + $"here{(_takes ? ", and its result takes that one's place" : "")}."
            );
            if (++_damaged == RemoteLimits.DamagedEntries)
                LeaveAlone($"{_damaged} of its results are damaged");
        }
        catch (RemoteRefusalException refusal)
        {
            StopPushing(refusal.Message);
        }
        catch (RemoteCacheException failure)
        {
            LeaveAlone(failure.Message);
        }

        return null;
    }

    private RemoteEntries Open()
    {
        _connection = new RemoteConnection(Address, _options.Timeout, RemoteAuthorization.Read(_environment));
        return new RemoteEntries(_connection);
    }

    // The messages name neither stage nor time: the stages of one build say them again, and people are
    // told once.
    private void LeaveAlone(string why)
    {
        _isLeftAlone = true;
        Warn(
            Codes.RemoteCacheUnusable,
            $"The remote cache '{Address}' is not used: {why}. What is not in the local cache is made here, and "
                + $"may take long. Check PruningRemoteCache and the server."
        );
    }

    private void StopPushing(string why)
    {
        _takes = false;
        Warn(
            Codes.RemoteCacheTakesNothing,
            $"The remote cache '{Address}' does not take results: {why}. They stay in the local cache, and other "
                + $"machines make them again. Give this machine the right to put files there, or set "
                + $"PruningRemoteCachePush to false."
        );
    }

    private void Warn(DiagnosticCode code, string message) =>
        _diagnostics.Report(PruneDiagnostic.Of(code, message, _options.Location));
}
