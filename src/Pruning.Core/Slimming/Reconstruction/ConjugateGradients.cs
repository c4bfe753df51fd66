using Pruning.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Slimming.Reconstruction;

/// <summary>
/// Solves A X = B for a symmetric positive definite A, all columns side by side (Hestenes and Stiefel 1952), preconditioned by the diagonal. It
/// goes on from a solution that is nearly right, and what is no better determined stays as it was.
/// </summary>
internal static class ConjugateGradients
{
    private const int MostSteps = 100;
    private const double Tolerance = 1e-4;

    /// <param name="matrix"><c>[n, n]</c>, double.</param>
    /// <param name="right"><c>[n, m]</c>, double.</param>
    /// <param name="start"><c>[n, m]</c>: where to begin.</param>
    /// <returns><c>[n, m]</c>, in the caller's dispose scope.</returns>
    public static Tensor Solve(Tensor matrix, Tensor right, Tensor start)
    {
        using var outer = NewDisposeScope();
        var solution = start.clone();
        var residual = right - matrix.mm(solution);
        var inverse = matrix.diagonal().reciprocal().unsqueeze(1); // [n, 1]
        var direction = inverse * residual;
        var power = Products(residual, direction);
        var enough = Products(right, inverse * right) * (Tolerance * Tolerance);
        for (var step = 0; step < MostSteps && IsAny(power.gt(enough)); step++)
        {
            using var inner = NewDisposeScope();
            var image = matrix.mm(direction);
            var length = Ratio(power, Products(direction, image));
            solution.add_(length * direction);
            residual.sub_(length * image);
            var preconditioned = inverse * residual;
            var next = Products(residual, preconditioned);
            direction.mul_(Ratio(next, power)).add_(preconditioned);
            power.copy_(next);
        }

        return solution.MoveToOuterDisposeScope();
    }

    private static bool IsAny(Tensor truths) => HostTensor.ToArray(truths.any().to(ScalarType.Float32))[0] != 0;

    // [1, m]: the columns' inner products.
    private static Tensor Products(Tensor left, Tensor right) => (left * right).sum([0], keepdim: true);

    // 0 for columns that are done.
    private static Tensor Ratio(Tensor left, Tensor right) => where(right > 0, left / right, zeros_like(left));
}
