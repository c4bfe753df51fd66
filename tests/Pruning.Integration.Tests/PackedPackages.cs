namespace Pruning.Integration.Tests;

/// <summary>
/// The packed packages, for the tests of a class. Classes run side by side and share them: packing takes seconds.
/// </summary>
public sealed class PackedPackages : IDisposable
{
    private static readonly Lock Sharing = new();
    private static PackedFeed? _shared;
    private static int _users;

    private readonly PackedFeed _feed;

    public PackedPackages()
    {
        lock (Sharing)
        {
            _feed = _shared ??= new PackedFeed();
            _users++;
        }
    }

    public string Feed => _feed.Folder;

    public string Version => _feed.Version;

    /// <summary>Of the SDK, the build steps and the engine.</summary>
    public string Package => Pack("Pruning.Tasks");

    /// <summary>The machine's package folder.</summary>
    public static string UnpackedRoot { get; } =
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <inheritdoc cref="PackedFeed.Pack"/>
    public string Pack(string name) => _feed.Pack(name);

    // Where no class runs beside, the next one packs anew.
    public void Dispose()
    {
        lock (Sharing)
        {
            if (--_users > 0)
                return;
            _shared?.Dispose();
            _shared = null;
        }
    }
}
