using System.Collections.Immutable;
using System.Text.Json;
using Pruning.Storage;

namespace Pruning.Pipeline.Durations;

/// <summary>
/// How fast this machine did steps before: the latest times, kept beside the store. Only for estimates: what cannot be
/// read or written is left out.
/// </summary>
public sealed class PaceBook
{
    // Their median by amount: what else a machine did at one time is not its pace, and of a short step most is its
    // beginning.
    private const int Kept = 5;

    // A hundred times what all steps take.
    private const long LongestFile = 1 << 18;

    private readonly string _path;
    private ImmutableSortedDictionary<string, ImmutableArray<Timed>> _timed;

    private PaceBook(string path, ImmutableSortedDictionary<string, ImmutableArray<Timed>> timed)
    {
        _path = path;
        _timed = timed;
    }

    /// <param name="store">The store's folder.</param>
    /// <param name="device">Where networks compute, such as <c>cpu</c>.</param>
    public static PaceBook Open(string store, string device)
    {
        var path = Path.Combine(
            store,
            CacheLocation.Paces,
            $"{new FingerprintBuilder().Add("processor", Machine.Processor).Add("device", device).Build().Hex[..16]}.json"
        );
        return new PaceBook(path, Read(path));
    }

    /// <summary>Seconds for each unit of the amount; null where no such step was timed here.</summary>
    public double? Of(string pace)
    {
        if (!_timed.TryGetValue(pace, out var known))
            return null;
        var (half, behind) = (known.Sum(step => step.Amount) / 2, 0.0);
        return known.OrderBy(step => step.Pace).First(step => (behind += step.Amount) >= half).Pace;
    }

    /// <summary>Remembers what a step took from its beginning to its end.</summary>
    public void Add(StepWork work, TimeSpan elapsed)
    {
        if (work.Amount <= 0 || elapsed <= TimeSpan.Zero)
            return;
        var before = _timed.GetValueOrDefault(work.Pace, []);
        _timed = _timed.SetItem(
            work.Pace,
            [.. before.Append(new Timed(work.Amount, elapsed.TotalSeconds)).TakeLast(Kept)]
        );
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            AtomicFile.Write(_path, JsonSerializer.Serialize(_timed, ReportJson.Options));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next estimate does without.
            return;
        }
    }

    private static ImmutableSortedDictionary<string, ImmutableArray<Timed>> Read(string path)
    {
        var none = ImmutableSortedDictionary.Create<string, ImmutableArray<Timed>>(StringComparer.Ordinal);
        try
        {
            if (BoundedText.TryRead(path, LongestFile) is not { } text)
                return none;
            var read = JsonSerializer.Deserialize<Dictionary<string, Timed[]>>(text, ReportJson.Options) ?? [];
            return none.AddRange(
                read.Where(pair =>
                        pair.Value is { Length: > 0 } times
                        && times.All(time =>
                            time is { Amount: > 0, Seconds: > 0 } && double.IsFinite(time.Amount + time.Seconds)
                        )
                    )
                    .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.TakeLast(Kept).ToImmutableArray()))
            );
        }
        catch (JsonException)
        {
            return none;
        }
    }

    private sealed record Timed(double Amount, double Seconds)
    {
        public double Pace => Seconds / Amount;
    }
}
