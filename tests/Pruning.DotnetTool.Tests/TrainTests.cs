using Pruning.Checkpoints;
using Pruning.Onnx;
using Pruning.Testing;

namespace Pruning.DotnetTool;

public sealed class TrainTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_architecture_is_trained_and_its_best_epoch_written()
    {
        var data = TinyDataset();
        var output = Path.Combine(_folder, "tiny.safetensors");

        var run = await ToolRun.OfAsync(
            "train",
            "yolov5n",
            "--data",
            data,
            "--imgsz",
            "64",
            "--epochs",
            "2",
            "--batch",
            "2",
            "--half",
            "--threads",
            "1",
            "-o",
            output,
            "--cache-dir",
            Store,
            "--cache-memory",
            "0",
            "--cache-disk",
            "1 MB",
            "--format",
            "json"
        );

        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.Contains(
            "4 decoded images of 'train' take 0 MB: 0 MB in memory (of at most 0 MB), 0 MB on disk (of at most 1 MB)",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(2, run.Json.GetProperty("epochs").GetInt32());
        Assert.Equal(["dark", "light"], SafetensorsFile.Load(output).ClassNames.ToArray());
        // 16-bit weights of 1.77 M parameters.
        Assert.InRange(new FileInfo(output).Length, 3_400_000, 3_800_000);
        Assert.True(File.Exists(Path.Combine(output + ".training", "training.jsonl")));
    }

    [Fact]
    public async Task Redirected_every_epoch_is_a_plain_line_and_the_written_file_is_measured()
    {
        var output = Path.Combine(_folder, "plain.safetensors");
        var run = await ToolRun.OfAsync(Arguments(output, 2));
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.Matches(
            "(?m)^train: epoch 1/2, box 0\\.\\d{4}, obj 0\\.\\d{4}, cls 0\\.\\d{4}, P 0\\.\\d{3}, R 0\\.\\d{3}, "
                + "mAP50 0\\.\\d{3}, mAP50-95 0\\.\\d{3}, [\\d.]+ images/s, 0:\\d\\d:\\d\\d left$",
            run.Error
        );
        Assert.Contains(
            "train: anchors suit the dataset: best possible recall 1.0000",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(run.Error, letter => char.IsControl(letter) && letter != '\n');
        Assert.Matches("(?m)^class +labels +P +R +mAP50 +mAP50-95\nall +4 ", run.Out);
        Assert.Equal(3, (await File.ReadAllLinesAsync(Path.Combine(output + ".training", "training.csv"))).Length);
    }

    [Fact]
    public async Task On_a_terminal_epochs_are_a_table_that_is_redrawn()
    {
        var run = await ToolRun.LiveAsync(Arguments(Path.Combine(_folder, "live.safetensors"), 2));
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.Contains('\u001b', run.Error);
        foreach (var text in (string[])["box", "obj", "cls", "mAP50-95", "images/s", "left", "1/2", "2/2"])
            Assert.Contains(text, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_that_do_not_decode_end_it_before_it_has_begun()
    {
        var data = TinyDataset();
        foreach (var name in (string[])["1.png", "2.png"])
        {
            var picture = Path.Combine(_folder, "images", name);
            var bytes = await File.ReadAllBytesAsync(picture);
            bytes[bytes.AsSpan().IndexOf("IEND"u8) - 5] ^= 1;
            await File.WriteAllBytesAsync(picture, bytes);
        }

        var output = Path.Combine(_folder, "no.safetensors");
        var run = await ToolRun.OfAsync(
            "train",
            "yolov5n",
            "--data",
            data,
            "--imgsz",
            "64",
            "--epochs",
            "2",
            "--batch",
            "2",
            "--threads",
            "1",
            "-o",
            output,
            "--cache-dir",
            Store
        );

        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains(
            "PRUNE2006: 2 of 4 images begin as images and do not decode: ",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("1.png', '", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("epoch", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(output + ".training"));
    }

    [Theory]
    [InlineData("--patience", "-1", "Patience is '-1'")]
    [InlineData("--label-smoothing", "2", "LabelSmoothing is '2'")]
    [InlineData("--freeze", "all", "Freeze is 'all'")]
    public async Task A_value_that_is_none_is_refused(string option, string value, string says)
    {
        var run = await ToolRun.OfAsync([.. Arguments(Path.Combine(_folder, "no.safetensors"), 1), option, value]);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_option_of_the_recipe_trains()
    {
        var output = Path.Combine(_folder, "all.safetensors");
        var run = await ToolRun.OfAsync([
            .. Arguments(output, 2),
            "--cos-lr",
            "--multi-scale",
            "--image-weights",
            "--no-autoanchor",
            "--label-smoothing",
            "0.1",
            "--freeze",
            "2",
            "--patience",
            "1",
            "--single-class",
            "--format",
            "json",
        ]);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.Equal(["item"], SafetensorsFile.Load(output).ClassNames.ToArray());
        Assert.Equal(2, run.Json.GetProperty("planned").GetInt32());
        Assert.DoesNotContain("anchors", run.Error, StringComparison.Ordinal);
    }

    // In single precision, because a trial might choose either.
    private string[] Arguments(string output, int epochs) =>
        [
            "train",
            "yolov5n",
            "--data",
            TinyDataset(),
            "--imgsz",
            "64",
            "--epochs",
            $"{epochs}",
            "--batch",
            "2",
            "--threads",
            "1",
            "--precision",
            "fp32",
            "-o",
            output,
            "--cache-dir",
            Store,
        ];

    [Fact]
    public async Task An_onnx_file_is_trained_on_inspected_and_exported_again()
    {
        var (model, trained, again) = (
            Path.Combine(_folder, "m.onnx"),
            Path.Combine(_folder, "out.safetensors"),
            Path.Combine(_folder, "again.onnx")
        );
        await File.WriteAllBytesAsync(model, OnnxExporter.Export(TinyDetector.Create(), new OnnxExportOptions(64)));

        var run = await ToolRun.OfAsync(
            "train",
            model,
            "--data",
            TinyDataset(),
            "--imgsz",
            "64",
            "--epochs",
            "1",
            "--batch",
            "2",
            "--threads",
            "1",
            "-o",
            trained,
            "--cache-dir",
            Store
        );
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.Contains("transferred 10 of 10 tensors of m.onnx", run.Error, StringComparison.Ordinal);
        var network = SafetensorsFile.Load(trained);
        Assert.Equal("train", network.Provenance["stage"]);
        Assert.True(network.Parameters.TryGet("model.1.conv.bias", out _));
        Assert.Equal("m.onnx", network.Provenance["base.file"]);

        var inspected = (await ToolRun.OfAsync("inspect", model, "--format", "json")).Json;
        Assert.Equal(
            4,
            inspected
                .GetProperty("network")
                .GetProperty("layers")
                .EnumerateArray()
                .Count(layer => layer.GetProperty("prunable").ValueKind == System.Text.Json.JsonValueKind.True)
        );

        Assert.Equal(
            ExitCodes.Success,
            (await ToolRun.OfAsync("export", model, "--imgsz", "96", "-o", again)).ExitCode
        );
        Assert.Equal("images [1, 3, 96, 96]", Assert.Single(OnnxReader.Read(again).Inputs));
        var over = await ToolRun.OfAsync("export", model, "-o", model);
        Assert.Contains("error PRUNE6005", over.Error, StringComparison.Ordinal);
    }

    // The verb reads it, and the stage that imports it.
    [Fact]
    public async Task What_is_wrong_with_a_file_is_told_once()
    {
        var model = Path.Combine(_folder, "twins.safetensors");
        SafetensorsFile.Save(model, TinyDetector.Create() with { ClassNames = ["same", "same"] });
        var run = await ToolRun.OfAsync([
            "train",
            model,
            .. Arguments(Path.Combine(_folder, "out.safetensors"), 1).Skip(2),
        ]);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.Single(run.Error.Split('\n'), line =>
            line.Contains("calls classes 0 and 1 all 'same'", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task An_onnx_file_that_is_no_detector_is_refused_by_code_and_still_described()
    {
        var model = Path.Combine(_folder, "m.onnx");
        var file = OnnxExporter.Export(TinyDetector.Create(), new OnnxExportOptions(64));
        // As many letters, so that every length in the file stays right.
        await File.WriteAllBytesAsync(
            model,
            System.Text.Encoding.Latin1.GetBytes(
                System.Text.Encoding.Latin1.GetString(file).Replace("Sigmoid", "Softmax", StringComparison.Ordinal)
            )
        );
        var run = await ToolRun.OfAsync(
            "train",
            model,
            "--data",
            TinyDataset(),
            "-o",
            Path.Combine(_folder, "out.safetensors")
        );
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("error PRUNE1014", run.Error, StringComparison.Ordinal);
        Assert.StartsWith(
            "PRUNE1014",
            (await ToolRun.OfAsync("inspect", model, "--format", "json")).Json.GetProperty("notABaseModel").GetString(),
            StringComparison.Ordinal
        );
    }

    private string Store => Path.Combine(_folder, "store");

    private string TinyDataset() => DotnetTool.TinyDataset.In(_folder);
}
