namespace Pruning.Pipeline;

public sealed class InputListTests
{
    [Fact]
    public void Files_come_with_the_folders_in_which_more_may_appear()
    {
        var list = InputList.List(
            ["/p/base.pt", "/p/data/data.yaml"],
            ["/p/data/images/train/a.jpg", "/p/data/labels/train/a.txt", "/p/data/train.txt", "/elsewhere/val/b.jpg"],
            "/p/data"
        );

        Assert.Equal(
            """
            /elsewhere/val/
            /elsewhere/val/b.jpg
            /p/base.pt
            /p/data/data.yaml
            /p/data/images/
            /p/data/images/train/
            /p/data/images/train/a.jpg
            /p/data/labels/
            /p/data/labels/train/
            /p/data/labels/train/a.txt
            /p/data/train.txt
            """,
            string.Join('\n', list)
        );
    }

    [Fact]
    public void Behind_a_link_the_file_counts_too()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("elsewhere/a.jpg", "abc");
        var link = folder.PathOf("b.jpg");
        File.CreateSymbolicLink(link, file);

        Assert.Equal([link, file], InputList.List([link], [], folder.Root).AsEnumerable());
    }
}
