using Pruning.Fuzzing.Checks;
using Pruning.Fuzzing.Readers;
using SharpFuzz;

namespace Pruning.Fuzzing.Campaign;

/// <summary>
/// One reader under libFuzzer: its driver (libfuzzer-dotnet) starts this program, sends inputs, and reads the coverage.
/// </summary>
internal static class LibFuzzer
{
    public static void Run(Reader reader)
    {
        var scratch = Directory.CreateTempSubdirectory("pruning-fuzz-");
        var execution = new CheckedRead(reader, scratch.FullName, Limits.Default);
        Fuzzer.LibFuzzer.Run(input =>
        {
            if (execution.Run(input.ToArray()) is { } fault)
                throw new InvalidOperationException(fault.ToString());
        });
        scratch.Delete(recursive: true);
    }
}
