using Pruning.Storage;

namespace Pruning.Pipeline;

public class FileHashesTests
{
    [Fact]
    public void An_unchanged_file_is_read_once_across_processes()
    {
        using var folder = new TemporaryFolder();
        var file = Settled(folder.Write("a.txt", "abc"));
        var first = FileHashes.Load(folder.PathOf("hashes.tsv"));
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", first.Of(file));
        first.Save();

        var second = FileHashes.Load(folder.PathOf("hashes.tsv"));

        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", second.Of(file));
        Assert.Equal(0, second.Read);
    }

    [Fact]
    public void A_changed_file_is_read_again_even_at_the_same_size()
    {
        using var folder = new TemporaryFolder();
        var file = Settled(folder.Write("a.txt", "abc"));
        var hashes = FileHashes.Fresh();
        var before = hashes.Of(file);
        File.WriteAllText(file, "abd");

        Assert.NotEqual(before, hashes.Of(file));
    }

    [Fact]
    public void A_file_that_has_just_changed_is_not_remembered()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.txt", "abc");
        var hashes = FileHashes.Fresh();
        hashes.Of(file);
        hashes.Of(file);

        Assert.Equal(2, hashes.Read);
    }

    [Fact]
    public void Behind_a_link_it_is_the_file_that_counts()
    {
        using var folder = new TemporaryFolder();
        var file = Settled(folder.Write("a.txt", "abc"));
        var link = folder.PathOf("link.txt");
        File.CreateSymbolicLink(link, file);
        Settled(link);
        var hashes = FileHashes.Fresh();
        var before = hashes.Of(link);
        Assert.Equal(before, hashes.Of(link));
        Assert.Equal(1, hashes.Read);

        File.WriteAllText(file, "abd");

        Assert.NotEqual(before, hashes.Of(link));
    }

    [Fact]
    public void A_damaged_memory_costs_time_only()
    {
        using var folder = new TemporaryFolder();
        var file = Settled(folder.Write("a.txt", "abc"));
        folder.Write("hashes.tsv", "nonsense\n\t\t\t\n" + new string('0', 64) + "\tx\ty\t" + file);

        Assert.StartsWith("ba7816bf", FileHashes.Load(folder.PathOf("hashes.tsv")).Of(file), StringComparison.Ordinal);
    }

    private static string Settled(string file)
    {
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(-1));
        return file;
    }
}
