using Pruning.Diagnostics;
using Pruning.Testing;
using TorchSharp;

namespace Pruning.Execution;

[Collection(TorchCollection.Name)]
public class ExecutionDeviceTests
{
    [Theory]
    [InlineData("cpu")]
    [InlineData(" CPU ")]
    public void The_cpu_is_always_there(string text) =>
        Assert.Equal(ExecutionDevice.Cpu, ExecutionDevice.Resolve(text));

    [Fact]
    public void Auto_takes_cuda_where_there_is_some() =>
        Assert.Equal(torch.cuda.is_available() ? "cuda:0" : "cpu", ExecutionDevice.Resolve("auto").ToString());

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:4711")]
    public void What_is_not_there_is_refused_rather_than_replaced(string text)
    {
        var error = Assert.Throws<PruneException>(() => ExecutionDevice.Resolve(text));
        Assert.Equal(Codes.UnavailableDevice, error.Code);
        Assert.Contains($"'{text}'", error.Message, StringComparison.Ordinal);
    }
}
