namespace Pruning.Diagnostics;

/// <summary>Messages quote files that anybody may have made, and builds read them by lines.</summary>
public class DiagnosticLineTests
{
    [Fact]
    public void What_a_file_brings_stays_on_its_line()
    {
        var said = PruneDiagnostic.Of(
            Codes.DamagedCheckpoint,
            "It has 'a\r\nb.pt(1,1): error PRUNE8001: forged\u001b[2J\tc\0'.",
            new SourceLocation("a\nb.pt", 3, 4)
        );
        Assert.Equal("It has 'a b.pt(1,1): error PRUNE8001: forged\uFFFD[2J c\uFFFD'.", said.Message);
        Assert.Equal($"a b.pt(3,4): error PRUNE1004: {said.Message}", said.ToString());
        Assert.Equal(said.Message, new PruneException(said).Message);
        Assert.Equal("again here", (said with { Message = "again\nhere" }).Message);
    }

    [Fact]
    public void A_message_is_bounded_and_keeps_its_ends()
    {
        var said = PruneDiagnostic
            .Of(Codes.DamagedCheckpoint, $"It has '{new string('a', 1 << 22)}'. Copy it again.")
            .Message;
        Assert.Equal(4000, said.Length);
        Assert.StartsWith("It has 'aaa", said, StringComparison.Ordinal);
        Assert.EndsWith("aaa'. Copy it again.", said, StringComparison.Ordinal);
        Assert.Equal(new string('a', 4000), PruneDiagnostic.Of(Codes.DamagedCheckpoint, new string('a', 4000)).Message);
    }

    [Fact]
    public void A_refusal_gets_the_place_that_it_does_not_have()
    {
        var refusal = new PruneException(Codes.DamagedCheckpoint, "It is damaged.");
        Assert.Equal(new SourceLocation("a.pt"), refusal.About("a.pt").Diagnostic.Location);
        Assert.Equal(new SourceLocation("a.pt"), refusal.About("a.pt").About("b.pt").Diagnostic.Location);
    }
}
