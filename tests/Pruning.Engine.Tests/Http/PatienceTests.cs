namespace Pruning.Http;

public sealed class PatienceTests
{
    // Asked at the very moment when the token is cancelled, whatever another clock says then.
    [Theory]
    [InlineData(10_000, 5, true)]
    [InlineData(5, 10_000, false)]
    public void It_knows_what_ran_out(int silence, int whole, bool isExhausted)
    {
        for (var i = 0; i < 50; i++)
        {
            using var patience = new Patience(
                TimeSpan.FromMilliseconds(silence),
                TimeSpan.FromMilliseconds(whole),
                CancellationToken.None
            );
            bool? said = null;
            using var over = new ManualResetEventSlim();
            using var told = patience.Token.Register(() =>
            {
                said = patience.IsExhausted;
                over.Set();
            });
            Assert.True(over.Wait(TimeSpan.FromSeconds(10)));
            Assert.Equal(isExhausted, said);
        }
    }
}
