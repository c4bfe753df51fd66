using System.Collections.Immutable;
using Pruning.Graphs;
using Pruning.Graphs.Import;
using Pruning.Yolo;

namespace Pruning.Checkpoints.Modules;

/// <summary>Describes YOLOv5's detection head. Its anchors are stored in units of their level's stride.</summary>
internal static class DetectReader
{
    public static string Read(
        string path,
        TorchModule module,
        string place,
        ImmutableArray<string> inputs,
        GraphBuilder builder,
        LeafReader leaves
    )
    {
        if (module.Child("m") is not { } convolutions || module.Tensor("anchors") is not { } anchors)
            throw CheckpointErrors.UnsupportedModule(
                path,
                module.Type.FullName,
                place,
                "that is not YOLOv5's (it has no anchors, or no convolutions m)"
            );
        var levels = convolutions.Children.ToList();
        if (levels.Count != inputs.Length)
            throw CheckpointErrors.NotYolo(
                path,
                $"its head reads {inputs.Length} maps with {levels.Count} convolutions"
            );
        var classes = module.Integer("nc") is >= 1 and <= YoloHead.MostClasses and var count
            ? (int)count
            : throw CheckpointErrors.NotYolo(path, $"its head has {module.Integer("nc")} classes");
        var strides = module.Tensor("stride") is { } stride
            ? YoloHead.StridesFrom(leaves.Tensor($"{place}.stride", stride))
            : throw CheckpointErrors.NotYolo(path, "its head does not say its strides");
        var maps = levels
            .Select((level, i) => leaves.Convolution(level.Module, $"{place}.m.{i}", inputs[i]))
            .ToImmutableArray();
        var sizes = YoloHead.AnchorsFrom(leaves.Tensor($"{place}.anchors", anchors), strides);
        RefuseMore(path, builder, maps[0], sizes[0].Length, classes);
        return builder.Add(new DetectNode(place, maps, sizes, strides, classes));
    }

    /// <summary>Heads of face and pose models have YOLOv5's class, and further values a box.</summary>
    private static void RefuseMore(string path, GraphBuilder builder, string map, int anchors, int classes)
    {
        var channels = builder.Parameters.Single(parameter => parameter.Name == $"{map}.weight").Shape[0];
        if (HeadColumns.MoreThanBoxes(channels, anchors, classes) is { } columns)
            throw CheckpointErrors.MoreThanBoxes(path, columns, classes);
    }
}
