using System;
using System.Collections.Concurrent;
using Microsoft.Build.Framework;

namespace Pruning.Tasks;

/// <summary>
/// What the engine has said in this build. A build asks it for several stages, and each says again what the
/// stages before it warned of; people are told once.
/// </summary>
internal sealed class WarningDeduplicator
{
    private static readonly object Registering = new();

    private readonly ConcurrentDictionary<string, bool> _lines = new(StringComparer.Ordinal);

    /// <summary>Shared by all tasks of a project in a build; of its own where the host cannot share.</summary>
    public static WarningDeduplicator For(IBuildEngine host, string project)
    {
        if (host is not IBuildEngine4 shared)
            return new WarningDeduplicator();
        var key = $"{typeof(WarningDeduplicator).FullName}:{project}";
        // One project can be built for two configurations at a time, in one process.
        lock (Registering)
        {
            if (shared.GetRegisteredTaskObject(key, RegisteredTaskObjectLifetime.Build) is WarningDeduplicator known)
                return known;
            var made = new WarningDeduplicator();
            shared.RegisterTaskObject(key, made, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
            return made;
        }
    }

    /// <returns>False when it was said before.</returns>
    public bool IsNew(string line) => _lines.TryAdd(line, true);
}
