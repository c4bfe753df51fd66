using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary>Which remote cache a project uses, and how.</summary>
/// <param name="Address">Ends with a slash; holds no secret.</param>
/// <param name="Push">Whether results are put there, too.</param>
/// <param name="Timeout">How long it may be silent.</param>
/// <param name="Location">Where the project names it.</param>
public sealed record RemoteCacheOptions(Uri Address, bool Push, TimeSpan Timeout, SourceLocation Location)
{
    /// <summary>The environment variable that holds the access to the cache.</summary>
    public const string AuthorizationVariable = "PRUNING_REMOTE_CACHE_AUTHORIZATION";

    /// <summary>Null where the project names none.</summary>
    /// <exception cref="PruneException">PRUNE0102, or PRUNE0110: something is to be pushed to nowhere.</exception>
    internal static RemoteCacheOptions? Read(ProjectRequest request)
    {
        var (address, push) = (
            OptionCatalogue.RemoteCache.Read(request),
            OptionCatalogue.RemoteCachePush.Read(request)
        );
        if (address is null && push)
            throw new PruneException(
                Codes.ContradictoryOptions,
                $"{OptionCatalogue.RemoteCachePush.Name} is true and {OptionCatalogue.RemoteCache.Name} names no "
                    + $"cache: nothing would be pushed anywhere. Name one, or set the former to true only where there "
                    + $"is one.",
                request.LocationOf(OptionCatalogue.RemoteCachePush.Name)
            );
        return address is null
            ? null
            : new RemoteCacheOptions(
                address,
                push,
                TimeSpan.FromSeconds(OptionCatalogue.RemoteCacheTimeout.Read(request)),
                request.LocationOf(OptionCatalogue.RemoteCache.Name)
            );
    }
}
