namespace Pruning.Training;

/// <summary>
/// The weights of the three losses as a training uses them: YOLOv5 scales them to levels, classes and image size.
/// </summary>
internal readonly record struct LossGains(double Box, double Objectness, double Class)
{
    public static LossGains Scale(Hyperparameters hyperparameters, int levels, int classes, int imageSize)
    {
        var share = 3.0 / levels;
        var area = Math.Pow(imageSize / 640.0, 2);
        return new LossGains(
            hyperparameters.BoxGain * share,
            hyperparameters.ObjectnessGain * area * share,
            hyperparameters.ClassGain * classes / 80 * share
        );
    }
}
