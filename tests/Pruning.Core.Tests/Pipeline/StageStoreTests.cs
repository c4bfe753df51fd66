using Pruning.Diagnostics;
using Pruning.Pipeline.Store;

namespace Pruning.Pipeline;

public sealed class StageStoreTests : IDisposable
{
    private static readonly Fingerprint Key = new FingerprintBuilder().Add("x", "y").Build();

    private readonly TemporaryFolder _folder = new();
    private readonly DiagnosticList _warnings = new();
    private readonly StageStore _store;

    public StageStoreTests() => _store = new StageStore(_folder.PathOf("cache"), _warnings);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_published_is_found()
    {
        Publish();

        var entry = _store.TryOpen(Key)!;

        Assert.Equal("model", File.ReadAllText(entry.PathOf("model.bin")));
        Assert.Equal(["model.bin", "more/history.json"], entry.Manifest.Outputs.Select(file => file.Name));
        Assert.Equal(("train", 1.5), (entry.Manifest.Stage, entry.Manifest.Seconds));
        Assert.Empty(_warnings.Items);
        Assert.Equal([Key.Hex], Directory.GetDirectories(_store.Root).Select(Path.GetFileName));
    }

    [Fact]
    public void A_failed_stage_leaves_nothing()
    {
        Assert.Throws<InvalidOperationException>(() => _store.Publish(Key, "train", [], folder =>
        {
            File.WriteAllText(Path.Combine(folder, "half.bin"), "x");
            throw new InvalidOperationException();
        }));

        Assert.Null(_store.TryOpen(Key));
        Assert.Empty(Directory.GetDirectories(_store.Root));
    }

    [Theory]
    [InlineData("model.bin", "modem", "contents")]
    [InlineData("model.bin", "mode", "bytes")]
    [InlineData("model.bin", null, "missing")]
    [InlineData("manifest.json", "{", "manifest")]
    [InlineData("manifest.json", null, "manifest")]
    [InlineData("manifest.json", """{"version":1,"stage":"x","fingerprint":"f","outputs":[{"name":"../../../etc/passwd","size":1,"sha256":""}]}""", "manifest")]
    public void A_damaged_entry_is_reported_and_counts_as_missing(string file, string? text, string says)
    {
        var path = Publish().PathOf(file);
        if (text is null)
            File.Delete(path);
        else
            File.WriteAllText(path, text);

        Assert.Null(_store.TryOpen(Key));

        var warning = Assert.Single(_warnings.Items);
        Assert.Equal((Codes.DamagedEntry, DiagnosticSeverity.Warning), (warning.Code, warning.Severity));
        Assert.Contains(says, warning.Message, StringComparison.Ordinal);
        Assert.NotNull(Publish());
        Assert.NotNull(_store.TryOpen(Key));
    }

    [Fact]
    public void Publishing_what_is_there_keeps_it()
    {
        Publish();
        Assert.Equal("model", File.ReadAllText(Publish().PathOf("model.bin")));
        Assert.Single(Directory.GetDirectories(_store.Root));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_a_coded_message()
    {
        var file = _folder.Write("file", "");

        var refusal = Assert.Throws<PruneException>(() => StoreFailure.RequireWritable(Path.Combine(file, "cache")));

        Assert.Equal(Codes.CacheNotWritable, refusal.Code);
        Assert.Contains("PruningCacheDir", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_is_told_from_other_failures()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/dev/full"))
            return;
        var failure = Record.Exception(() =>
        {
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            full.Write([1]);
        });

        Assert.True(StoreFailure.IsDiskFull(failure!));
        Assert.False(StoreFailure.IsDiskFull(new FileNotFoundException()));
    }

    private StoreEntry Publish() => _store.Publish(Key, "train", [new("epochs", "3")], folder =>
    {
        File.WriteAllText(Path.Combine(folder, "model.bin"), "model");
        Directory.CreateDirectory(Path.Combine(folder, "more"));
        File.WriteAllText(Path.Combine(folder, "more", "history.json"), "[]");
        return 1.5;
    });
}
