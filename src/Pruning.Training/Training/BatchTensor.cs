using Pruning.Data;
using Pruning.Execution;
using TorchSharp;

namespace Pruning.Training;

/// <summary>A training batch as the network takes it.</summary>
internal static class BatchTensor
{
    /// <returns><c>[B, 3, H, W]</c>, 0 to 1, single precision.</returns>
    public static torch.Tensor ImagesOn(this TrainingBatch batch, torch.Device device) =>
        ImageTensor.FromBytes(batch.Pixels.AsSpan(0, batch.PixelCount), batch.Count, batch.Height, batch.Width, device);
}
