using System.Security.Cryptography;
using System.Text;

namespace Pruning.FakeEngine;

/// <summary>What an engine leaves after its last stage.</summary>
internal static class FakeModel
{
    private static readonly string[] Sidecars = [".cdx.json", ".sig", ".provenance.json"];

    public static void Write(FakeRequest request, bool isGood, bool signs)
    {
        var folder = request.OutputDirectory;
        Directory.CreateDirectory(folder);
        var model = Path.Combine(folder, request.Name + ".onnx");
        var description = Path.Combine(folder, request.Name + ".model.xml");
        var written = new List<string> { Path.Combine(folder, "report.md"), Path.Combine(folder, "report.json") };
        File.WriteAllText(written[0], "# a report\n");
        File.WriteAllText(written[1], "{}\n");
        if (isGood)
        {
            // The base model decides the contents: other settings give the same model, as a changed gate does.
            var text =
                "onnx of " + File.ReadAllText(Path.Combine(request.ProjectFolder, request.Property("BaseModel")));
            WriteIfChanged(model, text);
            WriteIfChanged(description, Describe(request.Name, text));
            written.AddRange([model, description]);
            foreach (var sidecar in Sidecars.Select(suffix => model + suffix))
            {
                if (signs)
                {
                    WriteIfChanged(sidecar, Path.GetExtension(sidecar) + " of " + text);
                    written.Add(sidecar);
                }
                else
                {
                    File.Delete(sidecar);
                }
            }
        }
        else
        {
            File.Delete(model);
        }

        File.WriteAllLines(Path.Combine(folder, "inputs.txt"), Inputs(request));
        File.WriteAllLines(Path.Combine(folder, "outputs.txt"), written);
    }

    private static IEnumerable<string> Inputs(FakeRequest request)
    {
        yield return Path.Combine(request.ProjectFolder, request.Property("BaseModel"));
        var images = Path.Combine(request.ProjectFolder, "images");
        if (!Directory.Exists(images))
            yield break;
        yield return images + "/";
        foreach (var image in Directory.EnumerateFiles(images).Order(StringComparer.Ordinal))
            yield return image;
    }

    private static string Describe(string name, string model) =>
        $"""
            <PrunedModel Version="1" Name="{name}" ImageWidth="320" ImageHeight="256" Stride="32" Sha256="{Convert.ToHexStringLower(
                SHA256.HashData(Encoding.UTF8.GetBytes(model))
            )}">
              <Label>red "cell"</Label>
              <Label>Zelle µ</Label>
              <Metric Name="mAP50" Value="0.875" />
              <Metric Name="mAP50-95" Value="0.5" />
            </PrunedModel>

            """;

    private static void WriteIfChanged(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
            File.WriteAllText(path, text);
    }
}
