using Pruning.Benchmarks.CommandLine;

namespace Pruning.Benchmarks;

internal static class Program
{
    private static int Main(string[] arguments) => BenchmarkCommand.Run(arguments, Console.Out, Console.Error);
}
