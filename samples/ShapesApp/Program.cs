using Pruning.Runtime;
using ShapesApp;
using SkiaSharp;

// Finds shapes in a picture with the model that this project's build pruned and embedded.
if (args.Length is < 1 or > 2)
{
    Console.Error.WriteLine("Usage: ShapesApp <picture> [annotated picture, annotated.png]");
    return 1;
}

using var decoded = SKBitmap.Decode(args[0]);
using var picture = decoded?.Copy(SKColorType.Rgba8888);
if (picture is null)
{
    Console.Error.WriteLine($"'{args[0]}' is not a picture that can be read.");
    return 1;
}

using var detector = PrunedModels.ShapesDetector.CreateDetector();
var boxes = detector.Detect(
    new Picture(picture.GetPixelSpan(), picture.Width, picture.Height, PixelLayout.Rgba, picture.RowBytes)
);

using var canvas = new SKCanvas(picture);
using var pen = new SKPaint { Color = SKColors.Red, Style = SKPaintStyle.Stroke };
foreach (var box in boxes)
{
    var (label, at) = (detector.Labels[box.Class], FormattableString.Invariant($"{box.Left:0}, {box.Top:0}"));
    Console.WriteLine(FormattableString.Invariant($"{label, -10} {box.Confidence:P0} at {at}"));
    canvas.DrawRect(box.Left, box.Top, box.Width, box.Height, pen);
}

using var file = File.Create(args.Length > 1 ? args[1] : "annotated.png");
picture.Encode(file, SKEncodedImageFormat.Png, quality: 100);
Console.WriteLine($"{boxes.Count} shapes; drawn in {file.Name}");
return 0;
