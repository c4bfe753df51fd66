using Pruning.Diagnostics;
using Pruning.Pipeline.Store;
using Pruning.Storage;
using Pruning.Testing;

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
        Assert.Equal([Key.Hex], Entries());
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
        Assert.Empty(Entries());
    }

    [Theory]
    [InlineData("model.bin", "modem", "contents")]
    [InlineData("model.bin", "mode", "bytes")]
    [InlineData("model.bin", null, "missing")]
    [InlineData("manifest.json", "{", "manifest")]
    [InlineData("manifest.json", null, "manifest")]
    [InlineData(
        "manifest.json",
        """{"version":1,"stage":"x","fingerprint":"f","outputs":[{"name":"../../../etc/passwd","size":1,"sha256":""}]}""",
        "manifest"
    )]
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
    public void Every_truncation_and_every_flipped_byte_of_every_file_is_noticed()
    {
        var entry = Publish();
        foreach (var path in Directory.GetFiles(entry.Folder, "*", SearchOption.AllDirectories))
        {
            var content = File.ReadAllBytes(path);
            for (var i = 0; i < content.Length; i++)
            {
                var flipped = content.ToArray();
                flipped[i] ^= 1;
                AssertUnusable(path, content[..i]);
                AssertUnusable(path, flipped);
            }

            File.WriteAllBytes(path, content);
        }

        Assert.NotNull(new StageStore(_store.Root, _warnings).TryOpen(Key));
    }

    private void AssertUnusable(string path, byte[] content)
    {
        using var held = FileLock.TryAcquire(Path.Combine(_store.Root, "locks"), Key.Hex, "tests"); // so that it stays for the next trial
        File.WriteAllBytes(path, content);
        Assert.True(
            new StageStore(_store.Root, new DiagnosticList()).TryOpen(Key) is null,
            $"{path} is served as {Convert.ToHexString(content)}"
        );
    }

    [Fact]
    public void Files_that_changed_places_are_noticed()
    {
        var entry = Publish();
        File.Move(entry.PathOf("model.bin"), entry.PathOf("x"));
        File.Move(entry.PathOf("more/history.json"), entry.PathOf("model.bin"));
        File.Move(entry.PathOf("x"), entry.PathOf("more/history.json"));

        Assert.Null(_store.TryOpen(Key));
    }

    // What a link leads to may change at any time after it was looked at.
    [UnixTheory]
    [InlineData("model.bin")]
    [InlineData("more")]
    [InlineData("manifest.json")]
    public void A_link_inside_an_entry_is_no_result(string name)
    {
        var path = Publish().PathOf(name);
        var elsewhere = _folder.PathOf("elsewhere");
        Directory.Move(path, elsewhere); // of files, too
        File.CreateSymbolicLink(path, elsewhere);

        Assert.Null(_store.TryOpen(Key));
        Assert.Contains("link", Assert.Single(_warnings.Items).Message, StringComparison.Ordinal);
        Assert.NotNull(Publish());
        Assert.True(Path.Exists(elsewhere), "What the link led to went with it.");
    }

    [Theory]
    [InlineData("a file")]
    [InlineData("a link that leads nowhere")]
    public void What_is_in_an_entrys_place_and_no_folder_is_reported_and_replaced(string what)
    {
        Directory.CreateDirectory(_store.Root);
        var place = Path.Combine(_store.Root, Key.Hex);
        if (what == "a file")
            File.WriteAllText(place, "");
        else
            File.CreateSymbolicLink(place, _folder.PathOf("nowhere"));

        Assert.Null(_store.TryOpen(Key));
        Assert.Equal(Codes.DamagedEntry, Assert.Single(_warnings.Items).Code);
        Publish();
        Assert.Equal("model", File.ReadAllText(_store.TryOpen(Key)!.PathOf("model.bin")));
    }

    [Fact]
    public void A_result_takes_the_place_of_a_damaged_one_that_was_found_meanwhile()
    {
        var path = Publish().PathOf("model.bin");
        File.WriteAllText(path, "evil!");

        Assert.Equal("model", File.ReadAllText(Publish().PathOf("model.bin")));
    }

    // Whoever looks while another build makes the entry anew must not take it away.
    [Fact]
    public void A_damaged_entry_stays_while_its_stage_is_being_done()
    {
        File.Delete(Publish().PathOf("model.bin"));
        using (FileLock.TryAcquire(Path.Combine(_store.Root, "locks"), Key.Hex, "tests"))
        {
            Assert.Null(_store.TryOpen(Key));
            Assert.True(Directory.Exists(Path.Combine(_store.Root, Key.Hex)));
        }

        Assert.Null(_store.TryOpen(Key));
        Assert.False(Directory.Exists(Path.Combine(_store.Root, Key.Hex)));
        Assert.Single(_warnings.Items); // said once
    }

    [MountFact]
    public void A_read_only_store_serves_what_it_has_and_a_damaged_entry_there_is_reported()
    {
        using var disk = new SmallDisk(_store.Root);
        var file = Publish().PathOf("model.bin");
        disk.MakeReadOnly();
        Assert.NotNull(_store.TryOpen(Key));
        disk.MakeWritable();
        File.WriteAllText(file, "evil!");
        disk.MakeReadOnly();

        Assert.Null(_store.TryOpen(Key));
        Assert.Equal(Codes.DamagedEntry, Assert.Single(_warnings.Items).Code);
    }

    [Fact]
    public void What_killed_builds_left_goes_unless_it_is_in_use()
    {
        Publish();
        var (mine, used, stray) = (
            Unfinished(Key.Hex),
            Unfinished(new string('a', 64)),
            _folder.PathOf("cache/my folder.tmp-x")
        );
        Directory.CreateDirectory(stray);
        // Of a result that is there, and of one that is not: from the latter a build goes on.
        var (done, interrupted) = (_store.WorkFolder(Key), _store.WorkFolder(new Fingerprint(new string('b', 64))));
        foreach (var work in (string[])[done, interrupted])
            Directory.CreateDirectory(work);

        using (FileLock.TryAcquire(Path.Combine(_store.Root, "locks"), new string('a', 64), "tests"))
            StoreLeftovers.Remove(_store.Root);

        Assert.Equal((false, true, true), (Directory.Exists(mine), Directory.Exists(used), Directory.Exists(stray)));
        Assert.Equal((false, true), (Directory.Exists(done), Directory.Exists(interrupted)));
        Assert.NotNull(_store.TryOpen(Key));
        string Unfinished(string fingerprint) =>
            Directory.CreateDirectory(Path.Combine(_store.Root, $"{fingerprint}.tmp-{Guid.NewGuid():N}")).FullName;
    }

    [Fact]
    public void Publishing_what_is_there_keeps_it()
    {
        Publish();
        Assert.Equal("model", File.ReadAllText(Publish().PathOf("model.bin")));
        Assert.Single(Entries());
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_a_coded_message()
    {
        var file = _folder.Write("file", "");

        var refusal = Assert.Throws<PruneException>(() => StoreFailure.RequireWritable(Path.Combine(file, "cache")));

        Assert.Equal(Codes.CacheNotWritable, refusal.Code);
        Assert.Contains("PruningCacheDir", refusal.Message, StringComparison.Ordinal);
    }

    // A probe whose process was killed between its two steps, or whose disk had no room for it.
    [Fact]
    public void What_was_only_to_be_proved_is_removed_by_the_next_build()
    {
        Publish();
        File.WriteAllBytes(Path.Combine(_store.Root, $".probe-{Guid.NewGuid():N}"), [1]);
        StoreLeftovers.Remove(_store.Root);
        Assert.Empty(Directory.GetFiles(_store.Root));
    }

    [MountFact]
    public void A_full_disk_is_told_and_keeps_nothing_of_the_question()
    {
        using var disk = new SmallDisk(_folder.PathOf("full"));
        disk.Fill();
        Assert.Equal(
            Codes.DiskFull,
            Assert.Throws<PruneException>(() => StoreFailure.RequireWritable(disk.Folder)).Code
        );
        disk.Empty();
        Assert.Empty(Directory.GetFiles(disk.Folder));
        StoreFailure.RequireWritable(disk.Folder);
        Assert.Empty(Directory.GetFiles(disk.Folder));
    }

    [Fact]
    public void A_full_disk_is_told_from_other_failures()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/dev/full"))
            return;
        var failure = Record.Exception(() =>
        {
            using var full = new FileStream(
                "/dev/full",
                FileMode.Open,
                FileAccess.Write,
                FileShare.ReadWrite,
                bufferSize: 0
            );
            full.Write([1]);
        });

        Assert.True(StoreFailure.IsDiskFull(failure!));
        Assert.False(StoreFailure.IsDiskFull(new FileNotFoundException()));
    }

    private IEnumerable<string?> Entries() =>
        Directory.GetDirectories(_store.Root).Select(Path.GetFileName).Where(name => name != "locks");

    private StoreEntry Publish() => _store.Publish(Key, "train", [new("epochs", "3")], folder =>
        {
            File.WriteAllText(Path.Combine(folder, "model.bin"), "model");
            Directory.CreateDirectory(Path.Combine(folder, "more"));
            File.WriteAllText(Path.Combine(folder, "more", "history.json"), "[]");
            return 1.5;
        });
}
