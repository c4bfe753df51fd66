using System.Collections.Immutable;
using Pruning.Graphs;
using Pruning.Yolo.Heads;

namespace Pruning.Onnx.Import;

/// <summary>A map that a file's head decodes.</summary>
/// <param name="Value">Its name in the file.</param>
/// <param name="Name">Its convolution in the graph.</param>
/// <param name="Channels">Anchors * (5 + classes).</param>
internal sealed record ProbedMap(string Value, string Name, int Channels, Extent Size)
{
    /// <summary>Values for one picture.</summary>
    public int Count => Channels * Size.Height * Size.Width;

    public long[] Shape(int batch) => [batch, Channels, Size.Height, Size.Width];
}

/// <summary>A level of a file's head as far as it is known.</summary>
/// <param name="Sizes">Anchors in pixels, filled as they are read.</param>
internal sealed record ProbedLevel(ProbedMap Map, int Stride, Anchor[] Sizes)
{
    public ImmutableArray<Anchor> Anchors => [.. Sizes];

    /// <summary>YOLOv5's decoding of one picture's map, to hold the file's against.</summary>
    public IEnumerable<float> Decode(float[] map, int columns)
    {
        var cells = Map.Size.Height * Map.Size.Width;
        for (var anchor = 0; anchor < Sizes.Length; anchor++)
        {
            for (var cell = 0; cell < cells; cell++)
            {
                for (var column = 0; column < columns; column++)
                {
                    var p = 1 / (1 + Math.Exp(-map[(((anchor * columns) + column) * cells) + cell]));
                    yield return (float)(
                        column switch
                        {
                            HeadColumns.CentreX => BoxDecoding.Centre(p, cell % Map.Size.Width, Stride),
                            HeadColumns.CentreY => BoxDecoding.Centre(p, cell / Map.Size.Width, Stride),
                            HeadColumns.Width => BoxDecoding.Side(p, Sizes[anchor].Width),
                            HeadColumns.Height => BoxDecoding.Side(p, Sizes[anchor].Height),
                            _ => p,
                        }
                    );
                }
            }
        }
    }
}
