using System.Collections.Immutable;
using Pruning.Graphs;
using Pruning.Yolo.Heads;

namespace Pruning.Training;

/// <summary>
/// YOLOv5's assignment of labels to cells: an anchor takes a box that is at most <c>anchor_t</c> times larger or
/// smaller, at the box's cell and at the nearest neighbours, horizontal and vertical. All in single precision and in
/// this order of operations: labels on whole pixels land exactly on the borders of cells, where another rounding
/// assigns differently.
/// </summary>
internal sealed class TargetAssignment
{
    // How far the box's centre is shifted before it is truncated to a cell: not at all, left, up, right, down.
    private static readonly (float X, float Y)[] Shifts =
    [
        (0, 0),
        (BoxDecoding.Overhang, 0),
        (0, BoxDecoding.Overhang),
        (-BoxDecoding.Overhang, 0),
        (0, -BoxDecoding.Overhang),
    ];

    private readonly ImmutableArray<Anchor[]> _anchors; // in cells
    private readonly float _ratio;

    public TargetAssignment(DetectNode head, double ratio)
    {
        _anchors =
        [
            .. head.Anchors.Select(
                (level, index) => level.Select(anchor => anchor.InCells(head.Strides[index])).ToArray()
            ),
        ];
        _ratio = (float)ratio;
    }

    /// <param name="targets"><c>[n, 6]</c>: image, class, centre x, centre y, width, height, normalised.</param>
    public LevelMatches Assign(int level, ReadOnlySpan<float> targets, int height, int width)
    {
        var matches = new MatchList(_anchors[level], height, width);
        var candidates = Candidates(level, targets, height, width);
        for (var shift = 0; shift < Shifts.Length; shift++)
        {
            foreach (var candidate in candidates)
            {
                if (Reaches(candidate, shift, height, width))
                    matches.Add(candidate, Shifts[shift]);
            }
        }

        return matches.ToMatches();
    }

    private List<Candidate> Candidates(int level, ReadOnlySpan<float> targets, int height, int width)
    {
        var candidates = new List<Candidate>();
        var anchors = _anchors[level];
        for (var anchor = 0; anchor < anchors.Length; anchor++)
        {
            for (var row = 0; row + 6 <= targets.Length; row += 6)
            {
                var target = targets.Slice(row, 6);
                var candidate = new Candidate(
                    (int)target[0],
                    (int)target[1],
                    anchor,
                    target[2] * width,
                    target[3] * height,
                    target[4] * width,
                    target[5] * height
                );
                if (Fits(candidate, anchors[anchor]))
                    candidates.Add(candidate);
            }
        }

        return candidates;
    }

    private bool Fits(Candidate box, Anchor anchor)
    {
        var width = box.Width / anchor.Width;
        var height = box.Height / anchor.Height;
        return MathF.Max(MathF.Max(width, 1 / width), MathF.Max(height, 1 / height)) < _ratio;
    }

    // Whether the neighbour in a shift's direction is near enough, and inside the map.
    private static bool Reaches(Candidate box, int shift, int height, int width) =>
        shift switch
        {
            0 => true,
            1 => IsNear(box.X),
            2 => IsNear(box.Y),
            3 => IsNear(width - box.X),
            _ => IsNear(height - box.Y),
        };

    private static bool IsNear(float distance) => Fraction(distance) < BoxDecoding.Overhang && distance > 1;

    private static float Fraction(float value)
    {
        var rest = value % 1;
        return rest < 0 ? rest + 1 : rest;
    }

    /// <summary>A box that fits an anchor; centre and size in cells.</summary>
    private readonly record struct Candidate(
        int Image,
        int Class,
        int Anchor,
        float X,
        float Y,
        float Width,
        float Height
    );

    private sealed class MatchList(Anchor[] anchors, int height, int width)
    {
        private readonly List<long> _cells = [];
        private readonly List<int> _classes = [];
        private readonly List<float> _boxes = [];
        private readonly List<float> _anchors = [];
        private readonly Dictionary<long, long> _owners = [];

        public void Add(Candidate box, (float X, float Y) shift)
        {
            // Clamped first: the offset counts from the cell that is really used.
            var column = Math.Clamp((long)(box.X - shift.X), 0, width - 1);
            var row = Math.Clamp((long)(box.Y - shift.Y), 0, height - 1);
            var cell = (((((long)box.Image * anchors.Length) + box.Anchor) * height) + row) * width + column;
            _owners[cell] = _cells.Count;
            _cells.Add(cell);
            _classes.Add(box.Class);
            _boxes.AddRange([box.X - column, box.Y - row, box.Width, box.Height]);
            _anchors.AddRange([anchors[box.Anchor].Width, anchors[box.Anchor].Height]);
        }

        public LevelMatches ToMatches() =>
            new([.. _cells], [.. _classes], [.. _boxes], [.. _anchors], [.. _owners.Keys], [.. _owners.Values]);
    }
}
