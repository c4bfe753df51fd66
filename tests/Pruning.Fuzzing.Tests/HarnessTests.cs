using Pruning.Diagnostics;
using Pruning.Fuzzing.Campaign;
using Pruning.Fuzzing.Checks;
using Pruning.Fuzzing.Mutation;
using Pruning.Fuzzing.Readers;

namespace Pruning.Fuzzing;

/// <summary>Readers that do on purpose what none may: the harness has to say so.</summary>
public class HarnessTests
{
    private static readonly Limits Short = new(TimeSpan.FromMilliseconds(100), Limits.Default.FreeBytes);

    // Machines that have other work are slow.
    private static readonly Limits Long = new(TimeSpan.FromMinutes(5), Limits.Default.FreeBytes);

    [Fact]
    public void A_slow_reader_is_reported() => Assert.Equal(FaultKind.Hang, new CheckedRead(
                new Misbehaving(_ =>
                {
                    Thread.Sleep(200);
                    return "";
                }),
                "",
                Short
            ).Run([1])?.Kind);

    [Fact]
    public void A_reader_without_end_is_reported()
    {
        using var over = new ManualResetEventSlim();
        var reader = new Misbehaving(input =>
        {
            if (input.Length > 1)
                over.Wait();
            return "";
        });
        var found = new ShortRun(
            reader,
            [
                [1],
            ],
            seed: 1,
            Long,
            grace: TimeSpan.FromSeconds(1)
        ).Run(TimeSpan.FromSeconds(1));
        over.Set();
        Assert.Equal(FaultKind.Hang, found?.Fault.Kind);
        Assert.True(found?.Input.Length > 1);
    }

    [Fact]
    public void Too_much_memory_is_reported() =>
        Assert.Equal(FaultKind.Allocation, Fault(_ => $"{new byte[70 << 20].Length}"));

    [Fact]
    public void Too_much_memory_in_small_pieces_is_reported() =>
        Assert.Equal(
            FaultKind.Allocation,
            Fault(_ => $"{Enumerable.Range(0, 70_000).Select(_ => new byte[1 << 10]).ToList().Count}")
        );

    [Fact]
    public void Too_much_memory_of_another_thread_is_reported() =>
        Assert.Equal(FaultKind.Allocation, Fault(_ => $"{Task.Run(() => new byte[70 << 20]).Result.Length}"));

    [Fact]
    public void Memory_within_the_limits_is_not() => Assert.Null(Fault(_ => $"{new byte[60 << 20].Length}"));

    [Fact]
    public void A_foreign_exception_is_reported() =>
        Assert.Equal(FaultKind.ForeignException, Fault(input => $"{input[input.Length]}"));

    [Fact]
    public void A_refusal_of_ours_is_not() =>
        Assert.Null(
            Fault(_ => throw new PruneException(Codes.DamagedCheckpoint, "It is damaged.", new SourceLocation("a.pt")))
        );

    [Fact]
    public void A_message_without_a_place_is_reported() =>
        Assert.Equal(
            FaultKind.Message,
            Fault(_ => throw new PruneException(Codes.DamagedCheckpoint, "It is damaged."))
        );

    [Fact]
    public void Reading_differently_the_second_time_is_reported()
    {
        var times = 0;
        Assert.Equal(FaultKind.Unsteady, Fault(_ => $"{++times}"));
    }

    [Fact]
    public void The_same_seed_gives_the_same_inputs()
    {
        static List<string> Inputs(int seed)
        {
            var mutator = new Mutator(new Random(seed), SeedWords.Of(["names: [a, b]"u8.ToArray()], []), 1000);
            return
            [
                .. Enumerable
                    .Range(0, 200)
                    .Select(_ => Convert.ToHexString(mutator.Mutate("nc: 12"u8.ToArray(), "train: x"u8.ToArray()))),
            ];
        }

        Assert.Equal(Inputs(1), Inputs(1));
        Assert.NotEqual(Inputs(1), Inputs(2));
        Assert.True(Inputs(1).Distinct().Count() > 150);
        Assert.All(Inputs(1), input => Assert.InRange(input.Length, 0, 2000));
    }

    private static FaultKind? Fault(Func<byte[], string?> read) =>
        new CheckedRead(new Misbehaving(read), "", Long).Run([1, 2], twice: true)?.Kind;

    private sealed class Misbehaving(Func<byte[], string?> read) : Reader("misbehaving")
    {
        public override string? Read(byte[] input, string folder) => read(input);
    }
}
