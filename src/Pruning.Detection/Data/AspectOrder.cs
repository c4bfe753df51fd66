using System.Numerics;

namespace Pruning.Data;

/// <summary>
/// Sorts by a key into the very order that YOLOv5 gets, equal keys included: it asks NumPy for an unstable sort, most
/// images of a set share their aspect, and which of them share a batch moves the rectangular figures by up to 0.003.
/// NumPy's is a quicksort: the median of three as pivot, the smaller part first, insertion for short parts.
/// </summary>
internal static class AspectOrder
{
    private const int ShortPart = 16;

    /// <summary>Indices of the keys, ascending.</summary>
    public static int[] Sort(double[] keys)
    {
        var order = Enumerable.Range(0, keys.Length).ToArray();
        if (order.Length > 1)
            Sort(keys, order, 0, order.Length - 1, 2 * BitOperations.Log2((uint)order.Length));
        return order;
    }

    private static void Sort(double[] keys, int[] order, int first, int last, int depth)
    {
        while (last - first > ShortPart)
        {
            // Too many bad pivots: any order of equal keys will do, but not quadratic time.
            if (depth-- < 0)
            {
                StableSort(keys, order, first, last);
                return;
            }

            var middle = Partition(keys, order, first, last);
            if (middle - first < last - middle)
            {
                Sort(keys, order, first, middle - 1, depth);
                first = middle + 1;
            }
            else
            {
                Sort(keys, order, middle + 1, last, depth);
                last = middle - 1;
            }
        }

        Insert(keys, order, first, last);
    }

    /// <summary>Puts the pivot where it belongs and gives that place.</summary>
    private static int Partition(double[] keys, int[] order, int first, int last)
    {
        var middle = first + (last - first) / 2;
        SwapIfLess(middle, first);
        SwapIfLess(last, middle);
        SwapIfLess(middle, first);
        var pivot = keys[order[middle]];
        var (low, high) = (first, last - 1);
        Swap(middle, high);
        while (true)
        {
            do low++;
            while (keys[order[low]] < pivot);
            do high--;
            while (pivot < keys[order[high]]);
            if (low >= high)
                break;
            Swap(low, high);
        }

        Swap(low, last - 1);
        return low;

        void SwapIfLess(int a, int b)
        {
            if (keys[order[a]] < keys[order[b]])
                Swap(a, b);
        }

        void Swap(int a, int b) => (order[a], order[b]) = (order[b], order[a]);
    }

    private static void Insert(double[] keys, int[] order, int first, int last)
    {
        for (var at = first + 1; at <= last; at++)
        {
            var moved = order[at];
            var place = at;
            for (; place > first && keys[moved] < keys[order[place - 1]]; place--)
                order[place] = order[place - 1];
            order[place] = moved;
        }
    }

    private static void StableSort(double[] keys, int[] order, int first, int last) =>
        order[first..(last + 1)].OrderBy(index => keys[index]).ToArray().CopyTo(order, first);
}
