using System.Collections.Immutable;
using Pruning.Graphs;
using Pruning.Testing;

namespace Pruning.Pruners.SecondOrder;

/// <summary>
/// The surgeon's arithmetic against what it stands for: the least squares of the weights that are left.
/// </summary>
[Collection(TorchCollection.Name)]
public class ReaderEliminationTests
{
    private const int Inputs = 5;
    private const int Outputs = 3;

    // Two channels that are all but the same: either one goes for nothing, and then the other is worth what both were.
    [Fact]
    public void A_twin_goes_cheaply_and_the_other_no_more()
    {
        double[] covariance = [1, 0.999, 0, 0.999, 1, 0, 0, 0, 1];
        var reader = ReaderElimination.Solve(
            new Parameter("w", [1, 3, 1, 1], [1, 1, 1]),
            new ReaderCurvature([.. covariance], [1])
        );

        var alone = reader.RiseWithout(2);
        var twin = reader.RiseWithout(0);
        reader.Remove(0);

        Assert.InRange(twin, 0, 0.05 * alone);
        Assert.InRange(reader.RiseWithout(1), 3.5 * alone, 4.5 * alone);
        Assert.Equal(alone, reader.RiseWithout(2), alone * 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_goes_costs_what_the_best_weights_that_are_left_cannot_say(int seed)
    {
        var random = new Random(seed);
        var (weights, curvature) = (Drawn(random, Outputs * Inputs * 4), Curvature(random));
        var reader = ReaderElimination.Solve(new Parameter("w", [Outputs, Inputs, 2, 2], weights), curvature);
        var copy = reader.Copy();

        var rises = ((int[])[3, 0, 4]).Select(reader.Remove).ToArray();

        Assert.Equal(Residual(weights, curvature, 3), rises[0], rises[0] * 1e-6);
        Assert.Equal(Residual(weights, curvature, 3, 0), rises[..2].Sum(), rises.Sum() * 1e-6);
        Assert.Equal(Residual(weights, curvature, 3, 0, 4), rises.Sum(), rises.Sum() * 1e-6);
        Assert.Equal(rises[0], copy.RiseWithout(3));
        Assert.All((int[])[0, 3, 4], gone => Assert.Equal(0, reader.RiseWithout(gone), 1e-9));
    }

    // By eliminating the channels that stay from the quadratic form: what is left of it at those that go.
    private static double Residual(float[] weights, ReaderCurvature curvature, params int[] gone)
    {
        var damping = 0.01 * Enumerable.Range(0, Inputs).Average(i => curvature.Covariance[(i * Inputs) + i]);
        var form = new double[Inputs, Inputs];
        for (var i = 0; i < Inputs * Inputs; i++)
            form[i / Inputs, i % Inputs] = curvature.Covariance[i] + (i / Inputs == i % Inputs ? damping : 0);
        foreach (var stays in Enumerable.Range(0, Inputs).Except(gone))
        {
            var row = Enumerable.Range(0, Inputs).Select(i => form[stays, i]).ToArray();
            for (var i = 0; i < Inputs; i++)
            {
                for (var j = 0; j < Inputs; j++)
                    form[i, j] -= row[i] * row[j] / row[stays];
            }
        }

        return (
            from output in Enumerable.Range(0, Outputs)
            from place in Enumerable.Range(0, 4)
            from i in gone
            from j in gone
            select curvature.OutputWeights[output]
                * form[i, j]
                * weights[(((output * Inputs) + i) * 4) + place]
                * weights[(((output * Inputs) + j) * 4) + place]
        ).Sum();
    }

    private static ReaderCurvature Curvature(Random random)
    {
        var samples = Enumerable.Range(0, 20).Select(_ => Drawn(random, Inputs)).ToArray();
        return new ReaderCurvature(
            [
                .. Enumerable
                    .Range(0, Inputs * Inputs)
                    .Select(i => samples.Average(sample => (double)sample[i / Inputs] * sample[i % Inputs])),
            ],
            [.. Enumerable.Range(0, Outputs).Select(_ => random.NextDouble())]
        );
    }

    private static float[] Drawn(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
}
