namespace ShapesDataset;

/// <summary>A labelled object: a class, and its box in pixels (right and bottom exclusive).</summary>
internal readonly record struct LabeledBox(int Class, int Left, int Top, int Right, int Bottom);

/// <summary>One picture with its labels.</summary>
internal sealed class Scene
{
    public const int Size = 160;

    // Of an object that others cover in part, this much of its area stays visible.
    private const double LeastVisible = 0.55;
    private const int Tries = 25;

    private readonly Canvas _canvas = new(Size);
    private readonly int[] _owner = new int[Size * Size];
    private readonly List<(LabeledBox Box, int Area, int Owner)> _objects = [];
    private readonly Dictionary<int, int> _visible = [];

    private Scene(PortableRandom random)
    {
        Background.Paint(_canvas, random);
        var labelled = random.Between(2, 7);
        var distractors = random.Between(0, 4);
        for (var i = 0; labelled + distractors > 0; i++)
        {
            var isObject = random.Between(1, labelled + distractors) <= labelled;
            Place(random, isObject ? (ShapeKind)random.Between(0, 3) : (ShapeKind)random.Between(4, 7), owner: i + 1);
            (labelled, distractors) = isObject ? (labelled - 1, distractors) : (labelled, distractors - 1);
        }

        if (random.Chance(0.3))
            _canvas.Blur();
        _canvas.Expose(random, random.Between(1.0, 13), random.Between(-0.5, 0.5), random.Between(-0.5, 0.5));
    }

    public IEnumerable<LabeledBox> Labels => _objects.Select(item => item.Box);

    public byte[] Pixels => _canvas.ToBytes();

    public static Scene Compose(ulong seed) => new(new PortableRandom(seed));

    private void Place(PortableRandom random, ShapeKind kind, int owner)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var figure = new Figure(kind, random, _canvas);
            var coverage = figure.Coverage(Size);
            var solid = coverage.Where(pixel => pixel.Share >= 0.5).ToList();
            if (solid.Count < 40 || HidesTooMuch(solid))
                continue;
            figure.Draw(_canvas, coverage);
            Own(solid, owner);
            if ((int)kind < Outline.ClassNames.Count)
                _objects.Add((BoxOf((int)kind, solid), solid.Count, owner));
            return;
        }
    }

    private void Own(List<CoveredPixel> pixels, int owner)
    {
        foreach (var pixel in pixels)
        {
            ref var before = ref _owner[(pixel.Y * Size) + pixel.X];
            _visible[before] = _visible.GetValueOrDefault(before) - 1;
            before = owner;
        }

        _visible[owner] = pixels.Count;
    }

    private bool HidesTooMuch(List<CoveredPixel> covering)
    {
        var lost = covering
            .GroupBy(pixel => _owner[(pixel.Y * Size) + pixel.X])
            .ToDictionary(group => group.Key, group => group.Count());
        return _objects.Any(item =>
            _visible[item.Owner] - lost.GetValueOrDefault(item.Owner) < LeastVisible * item.Area
        );
    }

    private static LabeledBox BoxOf(int label, List<CoveredPixel> pixels) =>
        new(
            label,
            pixels.Min(pixel => pixel.X),
            pixels.Min(pixel => pixel.Y),
            pixels.Max(pixel => pixel.X) + 1,
            pixels.Max(pixel => pixel.Y) + 1
        );
}
