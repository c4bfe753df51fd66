namespace Pruning.Pipeline.Options;

/// <summary>Which pictures a report shows.</summary>
/// <param name="Split">Of the dataset.</param>
/// <param name="ImageSize">Side in pixels of the pictures that the models take.</param>
public sealed record PictureOptions(string Split, int ImageSize);
