using TorchSharp;

namespace Pruning.Training.Distilling;

/// <summary>What a teacher says of some images, without gradients.</summary>
/// <param name="Levels">Its raw maps, <c>[B, A, H, W, 5 + C]</c>, single precision.</param>
/// <param name="Features">Its maps at the head's inputs, <c>[B, C, H, W]</c>; empty where nobody asks for them.</param>
internal sealed record TeacherOutputs(torch.Tensor[] Levels, torch.Tensor[] Features)
{
    public IEnumerable<torch.Tensor> All => Levels.Concat(Features);

    /// <summary>Several images' outputs as one batch's.</summary>
    public static TeacherOutputs Join(IReadOnlyList<TeacherOutputs> images) =>
        new(
            [
                .. Enumerable
                    .Range(0, images[0].Levels.Length)
                    .Select(level => torch.cat([.. images.Select(image => image.Levels[level])], 0)),
            ],
            [
                .. Enumerable
                    .Range(0, images[0].Features.Length)
                    .Select(level => torch.cat([.. images.Select(image => image.Features[level])], 0)),
            ]
        );
}
