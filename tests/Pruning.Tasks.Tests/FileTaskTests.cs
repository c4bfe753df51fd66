namespace Pruning.Tasks.Tests;

/// <summary>
/// A disk that is full, or a folder that cannot be written, fails a build in a line with a code, and without a trace.
/// </summary>
public sealed class FileTaskTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly RecordingBuildEngine _engine = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(nameof(WritePruningRequest))]
    [InlineData(nameof(HashPruningInputs))]
    [InlineData(nameof(GeneratePrunedModels))]
    [InlineData(nameof(WriteModelPackageTargets))]
    public void A_file_that_cannot_be_written_is_told(string task)
    {
        // Where a folder is, no file can be put.
        var path = Directory.CreateDirectory(_folder.PathOf("obj/output")).FullName;
        var made = Make(task, path);
        made.BuildEngine = _engine;

        Assert.False(made.Execute());

        var error = Assert.Single(_engine.Errors);
        Assert.Equal("PRUNE0003", error.Code);
        Assert.Contains("obj", error.Message, StringComparison.Ordinal);
        Assert.Contains("what was finished is kept", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.PathOf("obj")));
    }

    private static FileTask Make(string task, string path) =>
        task switch
        {
            nameof(WritePruningRequest) => new WritePruningRequest
            {
                RequestFile = path,
                Project = "/src/Detector.pruneproj",
                ModelName = "Detector",
                OutputDirectory = "/src/obj/",
            },
            nameof(HashPruningInputs) => new HashPruningInputs { HashFile = path, InputsList = path + ".none" },
            nameof(GeneratePrunedModels) => new GeneratePrunedModels { OutputFile = path },
            nameof(WriteModelPackageTargets) => new WriteModelPackageTargets { OutputFile = path },
            _ => throw new ArgumentOutOfRangeException(nameof(task), task, null),
        };
}
