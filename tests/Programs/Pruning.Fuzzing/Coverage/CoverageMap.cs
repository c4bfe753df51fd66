using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace Pruning.Fuzzing.Coverage;

/// <summary>
/// Which steps from block to block of the instrumented code the last execution took, and how often. Nothing is written
/// in a program that is not instrumented.
/// </summary>
internal static unsafe class CoverageMap
{
    private const int Size = 1 << 16;

    private static readonly byte[] Buckets = [.. Enumerable.Range(0, 256).Select(Bucket)];

    private static byte* s_map;

    /// <summary>Before any instrumented code can run.</summary>
    [ModuleInitializer]
    internal static void Open()
    {
        s_map = (byte*)NativeMemory.AllocZeroed(Size);
        Trace.SharedMem = s_map;
        Trace.OnBranch = static (block, _) => CoveredBlocks.Add(block);
    }

    public static void Clear()
    {
        NativeMemory.Clear(s_map, Size);
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether the execution did what none before did.</summary>
    public static bool AddTo(Seen seen)
    {
        var isNew = false;
        var words = (ulong*)s_map;
        for (var word = 0; word < Size / sizeof(ulong); word++)
        {
            if (words[word] == 0)
                continue;
            for (var at = word * sizeof(ulong); at < (word + 1) * sizeof(ulong); at++)
            {
                if (s_map[at] != 0)
                    isNew |= seen.Add(at, Buckets[s_map[at]]);
            }
        }

        return isNew;
    }

    // One, two, three, a few, many: loops that ran 40 or 41 times are alike.
    private static byte Bucket(int count) =>
        count switch
        {
            0 => 0,
            1 => 1,
            2 => 2,
            3 => 4,
            < 8 => 8,
            < 16 => 16,
            < 32 => 32,
            < 128 => 64,
            _ => 128,
        };

    /// <summary>What any execution did so far.</summary>
    internal sealed class Seen
    {
        private readonly byte[] _buckets = new byte[Size];

        /// <summary>Steps from block to block.</summary>
        public int Edges { get; private set; }

        public bool Add(int edge, byte bucket)
        {
            if ((_buckets[edge] & bucket) != 0)
                return false;
            if (_buckets[edge] == 0)
                Edges++;
            _buckets[edge] |= bucket;
            return true;
        }
    }
}
