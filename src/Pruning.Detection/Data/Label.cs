namespace Pruning.Data;

/// <summary>
/// One labelled box, normalised by the image's width and height (0 to 1), as YOLO label files hold it.
/// </summary>
public readonly record struct Label(int ClassIndex, float CenterX, float CenterY, float Width, float Height);
