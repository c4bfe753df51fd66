using Pruning.Graphs;

namespace Pruning.Pruners.Weights;

/// <summary>One convolution's weights while some of them become zero.</summary>
/// <param name="ratio">The share that goes, where the project says so.</param>
internal sealed class LayerWeights(Parameter weight, double? ratio)
{
    public float[] Values { get; } = [.. weight.Values];

    public double? Ratio => ratio;

    public long Zeros => Values.LongCount(value => value == 0);

    public Parameter Result => weight with { Values = Values };

    /// <summary>LAMP's score of each weight, 0 for what is zero.</summary>
    public float[] Scores()
    {
        var order = Enumerable.Range(0, Values.Length).ToArray();
        Array.Sort(Array.ConvertAll(Values, value => -Math.Abs(value)), order);
        var scores = new float[Values.Length];
        var sum = 0.0;
        foreach (var place in order)
        {
            var square = (double)Values[place] * Values[place];
            sum += square;
            scores[place] = sum > 0 ? (float)(square / sum) : 0;
        }

        return scores;
    }

    public void RemoveSmallest(int count)
    {
        foreach (var place in Enumerable.Range(0, Values.Length).OrderBy(place => Math.Abs(Values[place])).Take(count))
            Values[place] = 0;
    }

    /// <summary>Removes what scores below a limit, and of what is at it the first so many.</summary>
    /// <returns>How many at the limit may go elsewhere.</returns>
    public long RemoveUpTo(float[] scores, float limit, long ties)
    {
        for (var place = 0; place < Values.Length; place++)
        {
            if (scores[place] < limit || (scores[place] == limit && ties-- > 0))
                Values[place] = 0;
        }

        return Math.Max(0, ties);
    }
}
