using Microsoft.Build.Framework;

namespace Pruning.Tasks;

/// <summary>
/// The engine that waits between two stages of a project. MSBuild keeps it, and lets it go at the end of the build, how
/// ever that ends; one that is killed takes the other end of the engine's input with it.
/// </summary>
internal static class WaitingEngine
{
    /// <returns>Null where none waits. Whoever takes one lets it go, or keeps it again.</returns>
    public static EngineProcess? Take(IBuildEngine host, string request) =>
        (host as IBuildEngine4)?.UnregisterTaskObject(Key(request), RegisteredTaskObjectLifetime.Build)
        as EngineProcess;

    /// <returns>False where the host keeps nothing.</returns>
    public static bool Keep(IBuildEngine host, string request, EngineProcess engine)
    {
        if (host is not IBuildEngine4 keeper)
            return false;
        keeper.RegisterTaskObject(
            Key(request),
            engine,
            RegisteredTaskObjectLifetime.Build,
            allowEarlyCollection: false
        );
        return true;
    }

    // Of one project and one configuration, which has a request of its own.
    private static string Key(string request) => $"{typeof(WaitingEngine).FullName}:{request}";
}
