using Pruning.Layering;
using Xunit;

namespace Pruning.Execution;

public class UncaughtFunctionsTests
{
    /// <summary>
    /// TorchSharp 0.107 turns a native failure (no memory left, say) into an exception in all of its functions but
    /// these, where it ends the process. <c>mm</c> does what <c>matmul</c> would; the gradients of a leaf do what
    /// <c>autograd.grad</c> would.
    /// </summary>
    [Theory]
    [InlineData(".matmul(")]
    [InlineData(".cummax(")]
    [InlineData(".cummin(")]
    [InlineData("autograd.grad(")]
    public void Functions_whose_failure_ends_the_process_are_not_called(string call)
    {
        var files = EngineProjects.FilesIn();
        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => File.ReadAllText(file).Contains(call, StringComparison.Ordinal));
    }
}
