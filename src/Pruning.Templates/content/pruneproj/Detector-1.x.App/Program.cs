using Detector_1.x.App;

var onnx = PrunedModels.Detector_1_x.ReadAllBytes();
Console.WriteLine(
    $"{onnx.Length:N0} bytes, {PrunedModels.Detector_1_x.ImageWidth} x {PrunedModels.Detector_1_x.ImageHeight} "
        + $"pixels, SHA-256 {PrunedModels.Detector_1_x.Sha256}"
);
Console.WriteLine($"finds: {string.Join(", ", PrunedModels.Detector_1_x.Labels)}");
foreach (var (metric, value) in PrunedModels.Detector_1_x.Metrics)
    Console.WriteLine($"{metric}: {value:0.###}");

// With the package Microsoft.ML.OnnxRuntime: using var session = new InferenceSession(onnx);
