namespace Pruning.Packages.Tests;

public class SnapshotTests
{
    [Fact]
    public Task A_text_is_as_in_its_file() => Verify("first line\r\nsecond line");

    [Fact]
    public Task Lines_can_be_scrubbed() =>
        Verify("stays\ntook 12 ms\nversion 1.2.3")
            .ScrubLinesContaining("took")
            .ScrubLinesWithReplace(line => line.Replace("1.2.3", "<version>", StringComparison.Ordinal));

    [Theory]
    [InlineData("cat")]
    [InlineData("dog")]
    public Task Each_argument_has_its_own_file(string animal) => Verify($"a {animal}").UseParameters(animal);

    [Fact]
    public async Task A_changed_text_fails_and_says_how()
    {
        var received = Path.Combine(Folder(), "SnapshotTests.Changed.received.txt");
        var error = await Assert.ThrowsAnyAsync<Exception>(async () =>
            await Verify("one\ntwo\nthree").UseFileName("SnapshotTests.Changed").DisableDiff()
        );

        Assert.Contains("SnapshotTests.Changed", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(received));
        File.Delete(received);
    }

    private static string Folder([System.Runtime.CompilerServices.CallerFilePath] string source = "") =>
        Path.GetDirectoryName(source)!;
}
