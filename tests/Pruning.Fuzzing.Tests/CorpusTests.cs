using Pruning.Fuzzing.Campaign;
using Pruning.Fuzzing.Readers;
using Pruning.Testing;

namespace Pruning.Fuzzing;

/// <summary>What is kept in the repository stays small, and belongs to a reader.</summary>
public class CorpusTests
{
    private const long MostBytes = 2 << 20;
    private const long MostBytesOfOne = 64 << 10;

    private static readonly string Folder = Path.Combine(
        SourceTree.Root,
        "tests",
        "Programs",
        "Pruning.Fuzzing",
        "Corpus"
    );

    [Fact]
    public void Every_folder_is_a_readers() =>
        Assert.Equal(
            ReaderList.All.Select(reader => reader.Name).Order(StringComparer.Ordinal),
            Directory.EnumerateDirectories(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void It_is_small()
    {
        var sizes = Directory
            .EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(path => new FileInfo(path).Length)
            .ToList();
        Assert.InRange(sizes.Sum(), 1, MostBytes);
        Assert.All(sizes, size => Assert.InRange(size, 0, MostBytesOfOne));
    }

    [Fact]
    public void All_of_it_is_beside_the_program() =>
        Assert.All(ReaderList.All, reader => Assert.Equal(Texts(Folder, reader), Texts(KeptCorpus.Folder, reader)));

    private static IEnumerable<string> Texts(string folder, Reader reader) =>
        KeptCorpus.Of(folder, reader.Name).Select(kept => $"{kept.Name} {Convert.ToHexString(kept.Input)}");
}
