using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Graphs.Import;
using Pruning.Yolo;

namespace Pruning.Onnx.Import;

/// <summary>
/// Finds out what an ONNX file's head computes, by running it alone. On maps of zeros every box is its anchor, at the
/// middle of its cell: that tells anchors, strides and the order of levels, whichever way this version of YOLOv5 writes
/// its grids. On random maps the result must then be that of our head.
/// </summary>
internal sealed class OnnxHeadProbe
{
    private readonly OnnxSource _source;
    private readonly string _output;
    private readonly ImmutableArray<ProbedMap> _maps;

    private OnnxHeadProbe(OnnxSource source, OnnxHead head, OnnxBody body)
    {
        _source = source;
        _output = head.Output;
        _maps =
        [
            .. head.Maps.Zip(body.Maps, (node, map) =>
                new ProbedMap(
                    node.Output[0],
                    map.Name,
                    body.Parameters[$"{map.Name}.weight"].Shape[0],
                    source.ExtentOf(node.Output[0])
                        ?? throw source.Unsupported(node, "gives a map whose size cannot be told")
                )
            ),
        ];
    }

    /// <param name="named">Classes that the file names; 0 where it names none.</param>
    public static DetectNode Run(OnnxSource source, OnnxHead head, OnnxBody body, int named) =>
        new OnnxHeadProbe(source, head, body).Run(named);

    private DetectNode Run(int named)
    {
        var (columns, rows) = Decode(_maps.Select(map => new float[map.Count]));
        if (
            HeadColumns.ClassesIn(columns) is < 1 or > YoloHead.MostClasses
            || _maps.FirstOrDefault(map => map.Channels % columns != 0) is not null
        )
            throw Contradiction(
                $"its rows have {columns} values, and its maps "
                    + $"{string.Join(", ", _maps.Select(map => map.Channels))} channels"
            );
        var levels = InOrder(columns).Select(map => Level(map, columns)).ToList();
        ReadAnchors(levels, rows, columns);
        var detect = new DetectNode(
            NameOf(levels),
            [.. levels.Select(level => level.Map.Name)],
            [.. levels.Select(level => level.Anchors)],
            [.. levels.Select(level => level.Stride)],
            HeadColumns.ClassesIn(columns)
        );
        if (detect.Anchors.Any(level => level.Length != detect.AnchorsPerLevel))
            throw Contradiction("its levels have different numbers of anchors");
        Prove(detect, levels, columns, named);
        return detect;
    }

    /// <summary>Marks each map by its objectness, and reads in which order the marks come out.</summary>
    private ImmutableArray<ProbedMap> InOrder(int columns)
    {
        var marked = _maps.Select(
            (map, i) =>
            {
                var values = new float[map.Count];
                var cells = map.Size.Height * map.Size.Width;
                for (var anchor = 0; anchor < map.Channels / columns; anchor++)
                    Array.Fill(values, i + 1, ((anchor * columns) + HeadColumns.Objectness) * cells, cells);
                return values;
            }
        );
        var (_, rows) = Decode(marked);
        var order = new List<ProbedMap>();
        for (var row = 0; row < rows.Length / columns; )
        {
            var mark = (int)Math.Round(-Math.Log((1 / (double)rows[(row * columns) + HeadColumns.Objectness]) - 1)) - 1;
            if (mark < 0 || mark >= _maps.Length || order.Contains(_maps[mark]))
                throw Contradiction($"its candidate {row} does not stem from one of its {_maps.Length} maps");
            order.Add(_maps[mark]);
            row += _maps[mark].Count / columns;
        }

        return order.Count == _maps.Length
            ? [.. order]
            : throw Contradiction($"its candidates stem from {order.Count} of its {_maps.Length} maps");
    }

    private ProbedLevel Level(ProbedMap map, int columns)
    {
        var stride = _source.Size.Width / map.Size.Width;
        if (
            stride is < 1 or > YoloHead.LargestStride
            || stride * map.Size.Width != _source.Size.Width
            || stride * map.Size.Height != _source.Size.Height
        )
            throw Contradiction(
                $"a map of {map.Size.Height}x{map.Size.Width} does not divide the picture of "
                    + $"{_source.Size.Height}x{_source.Size.Width}"
            );
        return new ProbedLevel(map, stride, new Anchor[map.Channels / columns]);
    }

    private void ReadAnchors(List<ProbedLevel> levels, float[] rows, int columns)
    {
        var row = 0;
        foreach (var level in levels)
        {
            for (var anchor = 0; anchor < level.Sizes.Length; anchor++)
            {
                var at = row * columns;
                if (
                    at + HeadColumns.Height >= rows.Length
                    || !(rows[at + HeadColumns.Width] is > 0 and < 1e5f)
                    || !(rows[at + HeadColumns.Height] is > 0 and < 1e5f)
                )
                    throw Contradiction("an anchor is not a positive size");
                level.Sizes[anchor] = new Anchor(rows[at + HeadColumns.Width], rows[at + HeadColumns.Height]);
                row += level.Map.Size.Height * level.Map.Size.Width;
            }
        }
    }

    private void Prove(DetectNode detect, List<ProbedLevel> levels, int columns, int named)
    {
        var random = new Random(20_240_229);
        var maps = _maps
            .Select(map => Enumerable.Range(0, map.Count).Select(_ => (random.NextSingle() * 6) - 3).ToArray())
            .ToList();
        var (_, rows) = Decode(maps);
        var expected = levels.SelectMany(level => level.Decode(maps[_maps.IndexOf(level.Map)], columns)).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            if (!(Math.Abs(rows[i] - expected[i]) <= 1e-3 * Math.Max(1, Math.Abs(expected[i]))))
                throw i % columns >= HeadColumns.FirstClass
                    ? NoScore(i % columns, columns, named)
                    : Contradiction(
                        FormattableString.Invariant(
                            $"on random maps its '{detect.Name}' gives {rows[i]} for candidate {i / columns}, column {i % columns}, where YOLOv5's decoding gives {expected[i]}"
                        )
                    );
        }
    }

    /// <returns>Values a row, and the first picture's rows.</returns>
    private (int Columns, float[] Rows) Decode(IEnumerable<float[]> maps)
    {
        var inputs = _maps
            .Zip(maps, (map, values) => (map.Value, Shape: map.Shape(_source.Batch), Values: Repeat(values)))
            .ToList();
        // What the file leaves open stays open: the runtime refuses some ways to make a grid where it can foresee the
        // grid's size.
        var declared = inputs.Select(input => (input.Value, _source.IsOpen ? [0, input.Shape[1], 0, 0] : input.Shape));
        var part = OnnxPart.Between(_source, [.. declared], [_output]);
        var (shape, all) = OnnxPart.Run(_source.Path, part, inputs, [_output])[0];
        var candidates = _maps.Sum(map => (long)map.Count);
        if (
            shape is not [var batch, var count, > HeadColumns.FirstClass and var columns]
            || batch != _source.Batch
            || count * columns != candidates
        )
            throw Contradiction(
                $"it gives [{string.Join(", ", shape)}] for {_maps.Length} maps of {candidates} values"
            );
        return ((int)columns, all[..(int)candidates]);
    }

    private float[] Repeat(float[] values) =>
        _source.Batch == 1 ? values : [.. Enumerable.Repeat(values, _source.Batch).SelectMany(picture => picture)];

    /// <summary>
    /// What the maps' names have in common (<c>model.24.m.0</c>), or the operator's own in our files.
    /// </summary>
    private string NameOf(List<ProbedLevel> levels)
    {
        var first = levels[0].Map.Name;
        if (
            first.EndsWith(".m.0", StringComparison.Ordinal)
            && levels
                .Select((level, i) => level.Map.Name == FormattableString.Invariant($"{first[..^1]}{i}"))
                .All(same => same)
        )
            return first[..^".m.0".Length];
        return _source.IsOurs && _source.ProducerOf(_output)?.Name is { Length: > 0 } own ? own : "detect";
    }

    private PruneException NoScore(int column, int columns, int named) =>
        named > 0 && columns > HeadColumns.CountFor(named)
            ? CheckpointErrors.MoreThanBoxes(_source.Path, columns, named)
            : Contradiction(
                $"of the {columns} values of a row, value {column} is no class score; heads that give more than "
                    + $"boxes and scores, such as the landmarks of face models, are not read"
            );

    private PruneException Contradiction(string what) =>
        CheckpointErrors.NotYolo(_source.Path, $"its head does not decode boxes as YOLOv5 does: {what}");
}
