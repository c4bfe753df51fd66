using System.Diagnostics;
using Pruning.Pipeline.Store;

namespace Pruning.DotnetTool.Interruption;

/// <summary>
/// Language, time zone, clock, rights of new files and the words of a build server make no other model, and nothing
/// anew.
/// </summary>
public sealed class SurroundingsTests : IDisposable
{
    private readonly TrainedProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Elsewhere_the_same_bits_come_out_and_what_is_there_is_found()
    {
        _project.Build("here");
        _project.Build("elsewhere", Elsewhere);
        Assert.Equal(File.ReadAllBytes(_project.Model("here")), File.ReadAllBytes(_project.Model("elsewhere")));
        Assert.Equal(Fingerprints("here"), Fingerprints("elsewhere"));

        // A clock that was ahead, or is behind.
        foreach (
            var file in new DirectoryInfo(_project.PathOf(".")).EnumerateFileSystemInfos(
                "*",
                SearchOption.AllDirectories
            )
        )
            file.LastWriteTimeUtc = DateTime.UtcNow.AddYears(3);
        Assert.DoesNotContain(_project.Build("here", Elsewhere), line =>
            line.EndsWith(": started", StringComparison.Ordinal)
        );
    }

    private static void Elsewhere(ProcessStartInfo start)
    {
        start.Environment["LANG"] = start.Environment["LC_ALL"] = "tr_TR.UTF-8";
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "0";
        start.Environment["TZ"] = "Asia/Kathmandu";
        start.Environment["CI"] = "true";
        start.Environment["TERM"] = "dumb";
        if (OperatingSystem.IsWindows())
            return;
        // Nothing that it makes can be read by others.
        string[] command = [start.FileName, .. start.ArgumentList];
        start.FileName = "sh";
        start.ArgumentList.Clear();
        foreach (var argument in (string[])["-c", "umask 077; exec \"$@\"", "sh", .. command])
            start.ArgumentList.Add(argument);
    }

    private IEnumerable<string> Fingerprints(string cache) =>
        StoreContents.List(_project.Cache(cache)).Select(entry => entry.Fingerprint).Order(StringComparer.Ordinal);
}
