using System.Runtime.InteropServices;

namespace Pruning.Evaluation;

/// <summary>One class's average precisions over pictures that count several times or not at all.</summary>
/// <param name="Ap50">At IoU 0.5, a fraction.</param>
/// <param name="Ap">Averaged over IoU 0.50, 0.55 … 0.95.</param>
internal sealed record RepeatedCurve(double Ap50, double Ap)
{
    /// <param name="detections">Most confident first.</param>
    /// <param name="times">How often each picture counts.</param>
    /// <param name="labels">In the pictures that count, as often as they do; at least 1.</param>
    public static RepeatedCurve Trace((ushort Correct, int Picture)[] detections, int[] times, int labels)
    {
        var points = Enumerable.Range(0, DetectionMatching.ThresholdCount).Select(_ => new Points(labels)).ToArray();
        var seen = 0;
        foreach (var (correct, picture) in detections)
        {
            if (times[picture] == 0)
                continue;
            // Most are right at no threshold, and only move what the next that is right has before it.
            for (var threshold = 0; correct >> threshold != 0; threshold++)
            {
                if (((correct >> threshold) & 1) == 1)
                    points[threshold].Rise(seen, times[picture]);
            }

            seen += times[picture];
        }

        var first = points[0].Area(seen);
        return new RepeatedCurve(first, (first + points.Skip(1).Sum(one => one.Area(seen))) / points.Length);
    }

    /// <summary>The points at which recall rises at one threshold, and the last before each.</summary>
    private sealed class Points(int labels)
    {
        private readonly List<double> _precision = [];
        private readonly List<double> _recall = [];
        private int _right;
        private int _last;

        public void Rise(int seen, int times)
        {
            if (seen > _last)
                Add(seen);
            for (var time = 1; time <= times; time++)
            {
                _right++;
                Add(seen + time);
            }

            _last = seen + times;
        }

        public double Area(int seen)
        {
            if (seen > _last)
                Add(seen);
            return ClassCurve.Area(CollectionsMarshal.AsSpan(_precision), CollectionsMarshal.AsSpan(_recall));
        }

        private void Add(int seen)
        {
            _precision.Add(_right / (double)seen);
            _recall.Add(_right / (double)labels);
        }
    }
}
