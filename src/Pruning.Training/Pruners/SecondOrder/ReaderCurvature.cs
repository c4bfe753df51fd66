using System.Collections.Immutable;

namespace Pruning.Pruners.SecondOrder;

/// <summary>
/// What decides how much the loss rises, to second order, when a convolution reads less: how its inputs vary together,
/// and how much each of its outputs matters. The curvature is taken for the product of the two (Martens and Grosse,
/// "Optimizing Neural Networks with Kronecker-factored Approximate Curvature", ICML 2015), the same at each place of
/// the kernel.
/// </summary>
/// <param name="Covariance"><c>[I, I]</c>, row by row: of the input channels over images and places.</param>
/// <param name="OutputWeights">
/// <c>[O]</c>: the mean square over images of the loss's gradient at an output, summed over its places.
/// </param>
public sealed record ReaderCurvature(ImmutableArray<double> Covariance, ImmutableArray<double> OutputWeights);
