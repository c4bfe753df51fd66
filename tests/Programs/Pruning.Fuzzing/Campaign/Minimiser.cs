using Pruning.Fuzzing.Checks;
using Pruning.Fuzzing.Coverage;
using Pruning.Fuzzing.Readers;

namespace Pruning.Fuzzing.Campaign;

/// <summary>Makes corpora and inputs smaller without losing what they reach.</summary>
internal static class Minimiser
{
    /// <summary>Of inputs the small ones that together reach what all reach. Needs instrumented code.</summary>
    public static IReadOnlyList<byte[]> Fewest(Reader reader, IEnumerable<byte[]> inputs, string folder)
    {
        var execution = new CheckedRead(reader, folder, Limits.Default);
        var seen = new CoverageMap.Seen();
        var kept = new List<byte[]>();
        foreach (var input in inputs.OrderBy(input => input.Length))
        {
            CoverageMap.Clear();
            execution.Run(input);
            if (CoverageMap.AddTo(seen))
                kept.Add(input);
        }

        return kept;
    }

    /// <summary>A shorter input with a fault of the same kind: parts are left out as long as it stays.</summary>
    public static byte[] Shortest(Reader reader, byte[] input, string folder)
    {
        var execution = new CheckedRead(reader, folder, Limits.Default);
        var (kind, what) = Of(execution.Run(input))
            ?? throw new ArgumentException($"'{reader}' has no fault with this input.");
        for (var part = Math.Max(1, input.Length / 2); part >= 1; part /= 2)
        {
            for (var at = 0; at + part <= input.Length; )
            {
                byte[] shorter = [.. input.AsSpan(0, at), .. input.AsSpan(at + part)];
                if (Of(execution.Run(shorter)) == (kind, what))
                    input = shorter;
                else
                    at += part;
            }
        }

        return input;
    }

    private static (FaultKind, string)? Of(Fault? fault) =>
        fault is null ? null : (fault.Kind, fault.Kind == FaultKind.ForeignException ? fault.What.Split(':')[0] : "");
}
