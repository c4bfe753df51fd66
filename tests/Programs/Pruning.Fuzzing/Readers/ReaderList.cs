namespace Pruning.Fuzzing.Readers;

/// <summary>All readers of bytes that come from outside.</summary>
internal static class ReaderList
{
    public static IReadOnlyList<Reader> All { get; } =
    [
        new TorchZipReader(),
        new TorchPickleReader(),
        new TorchStreamReader(),
        new SafetensorsReader(),
        new SafetensorsHeadReader(),
        new OnnxFileReader(),
        new OnnxImportReader(),
        new PythonNamesReader(),
        new DatasetYamlReader(),
        new ModelYamlReader(),
        new HyperparameterReader(),
        new SearchSpaceReader(),
        new LabelReader(),
        new ImageListReader(),
        new CocoAnnotationReader(),
        new VocAnnotationReader(),
        new VocListReader(),
        new ImageHeaderReader(),
        new RequestReader(),
        new ProjectSourceReader(),
        new ImportedFilesReader(),
        new QuantityReader(),
        new LockFileReader(),
        new LockedPicturesReader(),
        new ManifestReader(),
        new RemoteCacheReader(),
        new RememberedHashReader(),
        new TrainingStateReader(),
        new TrainingLogReader(),
        new LayerTimesReader(),
        new PlanReader(),
        new SensitivityFileReader(),
        new RunStatusReader(),
        new EngineMessageReader(),
        new ModelDescriptionReader(),
        new SharedObjectReader(),
        new SignatureReader(),
    ];

    public static Reader Named(string name) =>
        All.FirstOrDefault(reader => reader.Name == name)
        ?? throw new ArgumentException($"There is no reader '{name}'. There are: {string.Join(", ", All)}.");
}
