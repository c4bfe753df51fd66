using System.Globalization;
using System.Runtime.InteropServices;
using Xunit;

namespace Pruning.Native;

public class HeapReuseTests
{
    // Above what glibc ever keeps by itself, 32 MiB.
    private const int Size = 40 << 20;
    private const int Rounds = 5;

    /// <summary>A block of 40 MiB has 10,240 pages: made anew each round, each of them is a fault.</summary>
    [Fact]
    public void What_is_freed_is_not_asked_of_the_system_again()
    {
        // Elsewhere, and where somebody decided otherwise, nothing is changed.
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable(HeapReuse.Tunables) is { Length: > 0 })
            return;
        HeapReuse.Begin();
        Use();
        var before = Faults();
        for (var round = 0; round < Rounds; round++)
            Use();
        var pages = Size / Environment.SystemPageSize;
        // Other threads of the test run have faults of their own.
        Assert.InRange(Faults() - before, 0, Rounds * pages / 4);
    }

    private static void Use()
    {
        var block = Marshal.AllocHGlobal(Size);
        for (var at = 0; at < Size; at += Environment.SystemPageSize)
            Marshal.WriteByte(block, at, 1);
        Marshal.FreeHGlobal(block);
    }

    // Of this thread: the tenth field of its line.
    private static long Faults() =>
        long.Parse(
            File.ReadAllText("/proc/thread-self/stat").Split(") ")[^1].Split(' ')[7],
            CultureInfo.InvariantCulture
        );
}
