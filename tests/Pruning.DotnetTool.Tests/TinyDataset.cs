using OpenCvSharp;

namespace Pruning.DotnetTool;

/// <summary>A few grey pictures, each with a dark or a light square.</summary>
internal static class TinyDataset
{
    /// <returns>The yaml's path.</returns>
    public static string In(string folder, int pictures = 4)
    {
        Directory.CreateDirectory(Path.Combine(folder, "images"));
        Directory.CreateDirectory(Path.Combine(folder, "labels"));
        for (var i = 0; i < pictures; i++)
        {
            using var picture = new Mat(64, 64, MatType.CV_8UC3, new Scalar(128, 128, 128));
            var grey = i % 2 == 0 ? 20 : 240;
            Cv2.Rectangle(picture, new Rect(16, 16, 32, 32), new Scalar(grey, grey, grey), -1);
            Cv2.ImWrite(Path.Combine(folder, "images", $"{i}.png"), picture);
            File.WriteAllText(Path.Combine(folder, "labels", $"{i}.txt"), $"{i % 2} 0.5 0.5 0.5 0.5\n");
        }

        var yaml = Path.Combine(folder, "data.yaml");
        File.WriteAllText(yaml, "path: .\ntrain: images\nval: images\nnames: [dark, light]\n");
        return yaml;
    }
}
