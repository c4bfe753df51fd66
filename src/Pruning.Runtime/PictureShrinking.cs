namespace Pruning.Runtime;

/// <summary>How a picture that is larger than a model's input becomes smaller.</summary>
public enum PictureShrinking
{
    /// <summary>
    /// Linear interpolation: what models see in training, and <c>dotnet prune detect</c> shows. The quickest.
    /// </summary>
    Linear,

    /// <summary>
    /// Averages of areas: what the build measures its figures with. Small things in very large pictures stay.
    /// </summary>
    Area,
}
