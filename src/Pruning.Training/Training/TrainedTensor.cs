using TorchSharp;

namespace Pruning.Training;

/// <summary>A tensor that an optimiser changes.</summary>
/// <param name="Name">Unique in its optimiser.</param>
/// <param name="Tensor">A leaf that needs a gradient.</param>
/// <param name="IsBias">Whether it has the biases' rate while warming up.</param>
/// <param name="Decays">Whether weight decay draws it to 0.</param>
internal sealed record TrainedTensor(string Name, torch.Tensor Tensor, bool IsBias, bool Decays);
