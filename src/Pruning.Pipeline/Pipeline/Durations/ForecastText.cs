using System.Globalization;

namespace Pruning.Pipeline.Durations;

/// <summary>A <see cref="Forecast"/> in words.</summary>
public static class ForecastText
{
    // The rest is named together.
    private const int StepsNamed = 4;

    /// <summary>What a build says when it begins; null where nothing takes time.</summary>
    public static string? Of(Forecast forecast)
    {
        var known = forecast.Steps.Where(step => step.Seconds > 0).ToList();
        var unknown = forecast.Steps.Where(step => step.Seconds is null).Select(step => step.Step).ToList();
        if (known.Count == 0 && unknown.Count == 0)
            return null;
        var largest = known.OrderByDescending(step => step.Seconds).Take(StepsNamed).ToHashSet();
        var parts = known.Where(largest.Contains).Select(step => $"{step.Step} {About(step.Seconds!.Value)}").ToList();
        if (known.Count > StepsNamed)
            parts.Add(
                $"the rest {About(known.Where(step => !largest.Contains(step)).Sum(step => step.Seconds!.Value))}"
            );
        parts.AddRange(unknown.Select(step => $"{step} unknown"));
        return $"{(unknown.Count > 0 ? "at least" : "about")} {About(forecast.Seconds)} to do "
            + $"({string.Join(", ", parts)}), "
            + $"{Basis(forecast.Basis)}{(forecast.Searches ? "; for each size that the search tries, from the cut on" : "")}";
    }

    /// <summary>How the times are known.</summary>
    public static string Basis(ForecastBasis basis) =>
        basis switch
        {
            ForecastBasis.Done => "nothing is to be done",
            ForecastBasis.Timed => "by how long such steps took on this machine",
            ForecastBasis.Trial => "by a few training passes timed here",
            ForecastBasis.Inference => "by a few passes in ONNX Runtime: half or twice as long is possible",
            ForecastBasis.Typical => "by what such steps take on two cores",
            _ => "as far as that is known before such a step was ever done here",
        };

    /// <summary>A rounded span: <c>20 s</c>, <c>7 min</c>, <c>2 h 10 min</c>.</summary>
    public static string About(double seconds)
    {
        var rounded =
            seconds < 55 ? Math.Max(1, seconds < 10 ? Math.Round(seconds) : Math.Round(seconds / 5) * 5) : seconds;
        return seconds switch
        {
            < 55 => string.Create(CultureInfo.InvariantCulture, $"{rounded:0} s"),
            < 3600 - 30 => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(seconds / 60):0} min"),
            _ => TimeSpan.FromMinutes(Math.Round(seconds / 300) * 5) is var time && time.Minutes == 0
                ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h")
                : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min"),
        };
    }
}
