using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Onnx.Runtime;

namespace Pruning.Onnx;

public sealed class ProvenExportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_proven_file_is_written_whole()
    {
        var network = SmallNetworks.Detector();
        var path = Path.Combine(_folder.FullName, "new", "small.onnx");
        var deviation = ProvenExport.Write(network, new OnnxExportOptions(32), new PlainEvaluator(network), path);
        Assert.InRange(deviation.MaximumPixels, 0, 1e-3);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
        using var detector = new OnnxDetector(path, threads: 1);
        Assert.Equal(3, detector.ClassNames.Length);
    }

    [Fact]
    public void An_unfaithful_file_leaves_what_stood_there()
    {
        var path = Path.Combine(_folder.FullName, "small.onnx");
        File.WriteAllText(path, "before");
        var error = Assert.Throws<PruneException>(() =>
            ProvenExport.Write(
                SmallNetworks.Detector(seed: 1),
                new OnnxExportOptions(32),
                new PlainEvaluator(SmallNetworks.Detector(seed: 2)),
                path
            )
        );
        Assert.Equal(Codes.ExportNotFaithful, error.Code);
        Assert.Equal("before", File.ReadAllText(path));
    }

    [Fact]
    public void A_path_that_cannot_be_written_has_a_code_and_leaves_nothing()
    {
        var network = SmallNetworks.Detector();
        var taken = Directory.CreateDirectory(Path.Combine(_folder.FullName, "taken.onnx"));
        var error = Assert.Throws<PruneException>(() =>
            ProvenExport.Write(network, new OnnxExportOptions(32), new PlainEvaluator(network), taken.FullName)
        );
        Assert.Equal(Codes.ExportNotWritten, error.Code);
        Assert.Empty(Directory.GetFiles(_folder.FullName));

        File.WriteAllText(Path.Combine(_folder.FullName, "file"), "");
        error = Assert.Throws<PruneException>(() =>
            ProvenExport.Write(
                network,
                new OnnxExportOptions(32),
                new PlainEvaluator(network),
                Path.Combine(_folder.FullName, "file", "x.onnx")
            )
        );
        Assert.Equal(Codes.ExportNotWritten, error.Code);
    }
}
