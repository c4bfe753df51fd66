using System.Globalization;
using Pruning.Fuzzing.Campaign;
using Pruning.Fuzzing.Checks;
using Pruning.Fuzzing.Readers;
using Xunit.Abstractions;

[assembly: CollectionBehavior(DisableTestParallelization = true)] // what is allocated is counted for the whole process

namespace Pruning.Fuzzing;

/// <summary>
/// Every reader of files from outside, with the inputs that were kept and changes of them: PRUNING_FUZZ_SECONDS says
/// for how long each, 0.7 where it says nothing. What goes deeper is build/fuzz.sh.
/// </summary>
public class ReaderTests(ITestOutputHelper output)
{
    private const int Seed = 20261128;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(
        double.TryParse(
            Environment.GetEnvironmentVariable("PRUNING_FUZZ_SECONDS"),
            CultureInfo.InvariantCulture,
            out var seconds
        )
            ? seconds
            : 0.7
    );

    public static TheoryData<string> Readers => [.. ReaderList.All.Select(reader => reader.Name)];

    [Theory]
    [MemberData(nameof(Readers))]
    public void Kept_inputs_are_read_or_refused(string name)
    {
        var kept = KeptCorpus.Of(KeptCorpus.Folder, name);
        Assert.NotEmpty(kept);
        var scratch = Directory.CreateTempSubdirectory("pruning-fuzz-");
        var read = new CheckedRead(ReaderList.Named(name), scratch.FullName, Limits.Default);
        Assert.All(kept, input => Assert.Null(read.Run(input.Input, twice: true)));
        scratch.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Changed_inputs_are_read_or_refused(string name)
    {
        var kept = KeptCorpus.Of(KeptCorpus.Folder, name).Select(input => input.Input).ToList();
        var run = new ShortRun(ReaderList.Named(name), kept, Seed, Limits.Default, grace: TimeSpan.FromMinutes(1));
        var found = run.Run(Time);
        output.WriteLine($"{name}: {run.Executions} executions in {Time.TotalSeconds:0.#} s");
        Assert.True(
            found is null,
            found is var (fault, input)
                ? $"{name}: {fault}\nThe input, in base 64: {Convert.ToBase64String(input)}"
                : ""
        );
    }
}
