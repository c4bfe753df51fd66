using Pruning.Pipeline.Store;
using Pruning.Storage;
using static VerifyXunit.Verifier;

namespace Pruning.DotnetTool;

public sealed class CacheTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("pruning-cache-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task What_there_is_as_text()
    {
        Entry('a', "train", new DateTime(2026, 1, 2, 3, 4, 0, DateTimeKind.Utc));
        Entry('b', null, new DateTime(2026, 1, 3, 3, 4, 0, DateTimeKind.Utc));
        Directory.CreateDirectory(Path.Combine(_root, "weights"));
        Unfinished(DateTime.UtcNow);

        var run = await ToolRun.OfAsync("cache", "list", "--cache-dir", _root);

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        await Verify(run.Out.Replace(_root, "<cache>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Clearing_removes_results_and_leaves_weights_and_what_is_no_cache()
    {
        Entry('a', "train", DateTime.UtcNow);
        var kept = Directory.CreateDirectory(Path.Combine(_root, "weights")).FullName;
        var work = Directory.CreateDirectory(Path.Combine(_root, "work", "x")).FullName;
        Unfinished(DateTime.UtcNow);

        var run = await ToolRun.OfAsync("cache", "clear", "--cache-dir", _root, "--format", "json");

        Assert.Equal(1, run.Json.GetProperty("entries").GetArrayLength());
        Assert.Equal([kept], Directory.GetDirectories(_root).Where(path => path != Path.GetDirectoryName(work)));
        Assert.False(Directory.Exists(work));
    }

    [Theory]
    [InlineData(-10, 0)]
    [InlineData(-2, 2)]
    public async Task Only_old_results_go_where_that_is_asked_for_and_only_old_work(int days, int left)
    {
        Entry('a', "train", DateTime.UtcNow.AddDays(-10));
        var young = Entry('b', "train", DateTime.UtcNow.AddDays(-2));
        var unfinished = Unfinished(DateTime.UtcNow.AddDays(days));

        Assert.Equal(
            ExitCodes.Success,
            (await ToolRun.OfAsync("cache", "clear", "--cache-dir", _root, "--older-than", "7")).ExitCode
        );
        Assert.Equal(
            [young],
            Directory
                .GetDirectories(_root)
                .Where(folder =>
                    Path.GetFileName(folder) != "work" && !folder.Contains(".tmp-", StringComparison.Ordinal)
                )
        );
        Assert.Equal(left, unfinished.Count(Directory.Exists));
    }

    [Fact]
    public async Task A_cache_that_a_build_uses_is_not_cleared()
    {
        var entry = Entry('a', "train", DateTime.UtcNow);
        ToolRun run;
        using (FileLock.Acquire(Path.Combine(_root, "locks"), "project", "building", _ => { }, CancellationToken.None))
            run = await ToolRun.OfAsync("cache", "clear", "--cache-dir", _root);

        Assert.Equal(ExitCodes.Error, run.ExitCode);
        Assert.Contains("PRUNE9020", run.Error, StringComparison.Ordinal);
        Assert.True(Directory.Exists(entry));
    }

    [Fact]
    public async Task The_path_is_all_that_is_printed() =>
        Assert.Equal(_root + "\n", (await ToolRun.OfAsync("cache", "path", "--cache-dir", _root)).Out);

    // Of a stage: what a killed build was filling, and what a stopped one goes on from.
    private string[] Unfinished(DateTime written)
    {
        string[] folders =
        [
            Path.Combine(_root, $"{new string('c', 64)}.tmp-{Guid.NewGuid():N}"),
            Path.Combine(_root, "work", new string('d', 64)),
        ];
        foreach (var folder in folders)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "x"), "1234567");
            Directory.SetLastWriteTimeUtc(folder, written);
        }

        return folders;
    }

    private string Entry(char digit, string? stage, DateTime written)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, new string(digit, 64))).FullName;
        if (stage is not null)
            File.WriteAllText(
                Path.Combine(folder, EntryManifest.FileName),
                new EntryManifest(EntryManifest.CurrentVersion, stage, new string(digit, 64), 12.5, [], []).ToJson()
            );
        Directory.SetLastWriteTimeUtc(folder, written);
        return folder;
    }
}
