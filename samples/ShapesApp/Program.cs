using ShapesApp;
using SkiaSharp;

// Finds shapes in a picture with the model that this project's build pruned and embedded.
if (args.Length is < 1 or > 2)
{
    Console.Error.WriteLine("Usage: ShapesApp <picture> [annotated picture, annotated.png]");
    return 1;
}

using var picture = SKBitmap.Decode(args[0]);
if (picture is null)
{
    Console.Error.WriteLine($"'{args[0]}' is not a picture that can be read.");
    return 1;
}

using var detector = new Detector(PrunedModels.ShapesDetector.ReadAllBytes(), PrunedModels.ShapesDetector.ImageSize);
var detections = detector.Detect(picture);

foreach (var detection in detections)
{
    var label = PrunedModels.ShapesDetector.Labels[detection.Class];
    Console.WriteLine(
        FormattableString.Invariant(
            $"{label, -10} {detection.Confidence:P0} at {(int)detection.Box.Left}, {(int)detection.Box.Top}, {(int)detection.Box.Width} x {(int)detection.Box.Height}"
        )
    );
}

var annotated = args.Length > 1 ? args[1] : "annotated.png";
using var drawn = Annotation.Draw(picture, detections, PrunedModels.ShapesDetector.Labels);
using (var file = File.Create(annotated))
    drawn.Encode(file, SKEncodedImageFormat.Png, quality: 100);
Console.WriteLine($"{detections.Count} shapes; drawn in {annotated}");
return 0;
