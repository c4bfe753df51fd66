using System.Text.Json;
using Pruning.Checkpoints;
using Pruning.Testing;

namespace Pruning.DotnetTool;

/// <summary>Every verb's two forms: JSON that parses, in camel case; text without control characters.</summary>
public sealed class JsonOutputTests : IDisposable
{
    // What they hold is named by the file that is looked at.
    private static readonly string[] Dictionaries = ["provenance", "operators", "metadata"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pruning-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_verb_writes_json_in_camel_case_and_text_without_control_characters()
    {
        var (model, onnx, yaml) = (PathOf("m.safetensors"), PathOf("m.onnx"), TinyDataset.In(PathOf("data")));
        SafetensorsFile.Save(model, TinyDetector.Create(width: 32));
        string[] small = ["--imgsz", "64"];
        string[][] lines =
        [
            ["inspect", model, .. small],
            ["evaluate", model, "--data", yaml, "--per-class", .. small],
            ["export", model, "-o", onnx, .. small],
            ["inspect", onnx],
            ["detect", onnx, PathOf("data/images/0.png"), "-o", PathOf("drawn")],
            ["benchmark", onnx, "--rounds", "7"],
            ["data", "check", yaml],
            ["sensitivity", model, "--data", yaml, "--sparsities", "0.5", "--batches", "1", "--batch", "2", .. small],
            ["prune", model, "--reduction", "Flops=30%", "--importance", "l2", "-o", PathOf("p.safetensors"), .. small],
            [
                "train",
                model,
                "--data",
                yaml,
                "--epochs",
                "1",
                "--batch",
                "2",
                "--precision",
                "fp32",
                "-o",
                PathOf("t.safetensors"),
                "--cache-dir",
                PathOf("store"),
                .. small,
            ],
            [
                "finetune",
                PathOf("p.safetensors"),
                "--teacher",
                model,
                "--data",
                yaml,
                "--epochs",
                "1",
                "--batch",
                "2",
                "--precision",
                "fp32",
                "-o",
                PathOf("f.safetensors"),
                "--cache-dir",
                PathOf("store"),
                .. small,
            ],
            ["new", model, "--data", yaml, "--force", "-o", PathOf("New.pruneproj"), .. small],
            ["cache", "list", "--cache-dir", PathOf("cache")],
            ["cache", "clear", "--cache-dir", PathOf("cache")],
            ["cache", "path"],
            ["doctor"],
        ];
        foreach (var line in lines)
        {
            var json = await ToolRun.OfAsync([.. line, "--format", "json"]);
            Assert.True(json.ExitCode == ExitCodes.Success, string.Join(' ', line) + json.Error);
            Assert.All(Names(json.Json), name => Assert.Matches("^([a-z][A-Za-z0-9]*|m?AP50(-95)?)$", name));
            var text = await ToolRun.OfAsync(line);
            Assert.True(text.ExitCode == ExitCodes.Success, string.Join(' ', line) + text.Error);
            Assert.NotEmpty(text.Out);
            Assert.DoesNotContain(text.Out + text.Error + json.Error, letter =>
                char.IsControl(letter) && letter != '\n'
            );
        }
    }

    private static IEnumerable<string> Names(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(property =>
                    Dictionaries.Contains(property.Name) ? [] : Names(property.Value).Prepend(property.Name)
                ),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Names),
            _ => [],
        };

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
