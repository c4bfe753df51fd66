using Pruning.Checkpoints;
using Pruning.Yolo;
using ShapesDataset;

namespace Pruning.Benchmarks.Inputs;

/// <summary>
/// Inputs for machines without the reference data: the sample's drawn shapes, and a YOLOv5n with start weights for
/// them.
/// </summary>
internal static class DrawnInputs
{
    public static (string Model, string Data) Make(WorkFolder folder, (int Train, int Validation) counts)
    {
        var data = folder.PathOf("shapes");
        DatasetWriter.Write(data, [("train", counts.Train), ("val", counts.Validation)]);
        var model = folder.PathOf("yolov5n.safetensors");
        SafetensorsFile.Save(model, YoloArchitecture.Create("yolov5n", [.. Outline.ClassNames], seed: 0));
        return (model, Path.Combine(data, "data.yaml"));
    }
}
