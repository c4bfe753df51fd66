namespace Pruning.Native;

public class LoaderMessageTests
{
    private const string Head =
        "Unable to load shared library 'PruningTorch' or one of its dependencies. In order to help diagnose "
        + "loading problems, consider using a tool like strace.\n";

    [Theory]
    [InlineData(
        "/tool/libPruningTorch.so: cannot open shared object file: No such file or directory\n",
        "Unable to load shared library 'PruningTorch' or one of its dependencies."
    )]
    [InlineData(
        "/tool/PruningTorch.so: cannot open shared object file: No such file or directory\nlibtorch.so.1.13: "
            + "cannot open shared object file: No such file or directory\n",
        "Unable to load shared library 'PruningTorch' or one of its dependencies: libtorch.so.1.13: cannot open "
            + "shared object file: No such file or directory."
    )]
    [InlineData(
        "/tool/libPruningTorch.so: file too short\n",
        "Unable to load shared library 'PruningTorch' or one of its dependencies: /tool/libPruningTorch.so: file "
            + "too short."
    )]
    public void The_cause_is_found_among_the_places_that_were_tried(string places, string sentence)
    {
        Assert.Equal(
            sentence,
            LoaderMessage.Of(new TypeInitializationException("T", new DllNotFoundException(Head + places)))
        );
    }

    [Fact]
    public void A_message_of_ours_stays_as_it_is() =>
        Assert.Equal(
            "'/torch' holds no libtorch_cpu.so.",
            LoaderMessage.Of(new DllNotFoundException("'/torch' holds no libtorch_cpu.so."))
        );
}
