using System.Diagnostics;
using Pruning.Diagnostics;
using Pruning.Fuzzing.Readers;

namespace Pruning.Fuzzing.Checks;

/// <summary>Gives a reader one input and looks at all that it must not do.</summary>
/// <param name="folder">The reader's alone; it writes its input there.</param>
internal sealed class CheckedRead(Reader reader, string folder, Limits limits)
{
    // A machine that has other work makes any input slow, once; the input itself does so each time.
    private const int SlowTimes = 3;

    /// <summary>The largest allocation of an input so far, in bytes.</summary>
    public long MostAllocated { get; private set; }

    /// <param name="twice">Whether to read it a second time and compare.</param>
    /// <returns>Null where all is well.</returns>
    public Fault? Run(byte[] input, bool twice = false)
    {
        var (allocated, start) = (GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
        var (read, fault) = Read(input);
        var (took, bytes) = (Stopwatch.GetElapsedTime(start), GC.GetTotalAllocatedBytes() - allocated);
        MostAllocated = Math.Max(MostAllocated, bytes);
        for (var time = 1; took > limits.Time && time < SlowTimes; time++)
            took = TimeOf(input) is var again && again < took ? again : took;
        if (took > limits.Time)
            return new Fault(FaultKind.Hang, $"{input.Length} bytes took {took.TotalSeconds:0.0} s");
        if (bytes > limits.AllocatedBytes(input.Length))
            return new Fault(FaultKind.Allocation, $"{input.Length} bytes made it allocate {bytes}");
        if (fault is null && twice && Read(input).Read is var second && second != read)
            return new Fault(FaultKind.Unsteady, $"first {read ?? "refused"}, then {second ?? "refused"}");
        return fault;
    }

    private TimeSpan TimeOf(byte[] input)
    {
        var start = Stopwatch.GetTimestamp();
        Read(input);
        return Stopwatch.GetElapsedTime(start);
    }

    private (string? Read, Fault? Fault) Read(byte[] input)
    {
        try
        {
            return (reader.Read(input, folder), null);
        }
        catch (PruneException refusal)
        {
            return (null, FaultOf(refusal.Diagnostic));
        }
        catch (Exception refusal) when (reader.Refusals.Contains(refusal.GetType()))
        {
            return (null, null);
        }
        catch (Exception foreign)
        {
            return (null, new Fault(FaultKind.ForeignException, foreign.ToString()));
        }
    }

    private Fault? FaultOf(PruneDiagnostic said) =>
        said.Message.Length == 0 || said.Message.Any(char.IsControl)
            ? new Fault(FaultKind.Message, $"{said.Code.Id} is no single line: {said.Message}")
        : said.Location is null && reader.HasPlace
            ? new Fault(FaultKind.Message, $"{said.Code.Id} names no place: {said.Message}")
        : null;
}
