namespace Pruning.Reporting.Details;

/// <summary>A detection on a <see cref="SamplePicture"/>, in its pixels.</summary>
/// <param name="Class">Index into the model's class names.</param>
public sealed record SampleBox(double Left, double Top, double Right, double Bottom, double Confidence, int Class);
