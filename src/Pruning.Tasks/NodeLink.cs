using System;
using System.IO;
using System.Linq;
using System.Threading;

namespace Pruning.Tasks;

/// <summary>
/// What ties a worker node of MSBuild to its build: the thread that reads what the build's process sends. A node whose
/// build is killed is meant to end, and on Linux does not always: where the build had not read all that the node sent
/// it, the socket reports a reset instead of an end, and MSBuild 18 takes that for a node that is idle. Its tasks are
/// then never cancelled, so whoever runs for hours must look for itself.
/// </summary>
internal sealed class NodeLink : IDisposable
{
    private const string Threads = "/proc/self/task";

    // "OutOfProc Endpoint Packet Pump", of which the kernel keeps fifteen bytes.
    private const string ThreadName = "OutOfProc Endpo";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Timer _timer;
    private readonly string _nameFile;
    private readonly Action _lost;
    private int _isLost;

    private NodeLink(string nameFile, Action lost)
    {
        _nameFile = nameFile;
        _lost = lost;
        _timer = new Timer(_ => Look(), null, Interval, Interval);
    }

    /// <param name="lost">Called once, on a thread of the pool, when the build is gone.</param>
    /// <returns>
    /// Null where there is no such thread: in the build's own process, and on systems other than Linux, where MSBuild
    /// notices.
    /// </returns>
    public static NodeLink? Watch(Action lost)
    {
        if (!Directory.Exists(Threads))
            return null;
        var nameFile = Directory
            .GetDirectories(Threads)
            .Select(thread => Path.Combine(thread, "comm"))
            .FirstOrDefault(IsLink);
        return nameFile is null ? null : new NodeLink(nameFile, lost);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (IsLink(_nameFile) || Interlocked.Exchange(ref _isLost, 1) != 0)
            return;
        _timer.Dispose();
        _lost();
    }

    // A thread's number may be another's later.
    private static bool IsLink(string nameFile)
    {
        try
        {
            return File.ReadAllText(nameFile).TrimEnd('\n') == ThreadName;
        }
        catch (IOException)
        {
            return false; // It ended, maybe while it was read.
        }
    }
}
