namespace Pruning.Graphs;

/// <summary>
/// The columns that YOLOv5's detection head gives for each candidate box, <c>[5 + C]</c> of C classes: logits in its
/// raw maps; once decoded, pixels of the network input for the box and probabilities behind it.
/// </summary>
public static class HeadColumns
{
    public const int CentreX = 0;
    public const int CentreY = 1;
    public const int Width = 2;
    public const int Height = 3;
    public const int Objectness = 4;
    public const int FirstClass = 5;

    /// <summary>Where the two columns of the centre begin, x and y.</summary>
    public const int Centre = CentreX;

    /// <summary>Where the two columns of the size begin, width and height.</summary>
    public const int Size = Width;

    /// <summary>Columns of a centre, and of a size: one a direction.</summary>
    public const int Directions = 2;

    /// <summary>Columns of the box, which come first.</summary>
    public const int Box = Objectness;

    /// <summary>All columns of a candidate.</summary>
    public static int CountFor(int classes) => FirstClass + classes;

    /// <summary>How many classes so many columns have room for; below 1 for what is no detector.</summary>
    public static int ClassesIn(int columns) => columns - FirstClass;

    /// <summary>
    /// Columns of a candidate in a map's channels, where they are more than box, objectness and so many classes take;
    /// else null.
    /// </summary>
    /// <param name="channels">Of one level.</param>
    /// <param name="anchors">Of that level.</param>
    public static int? MoreThanBoxes(int channels, int anchors, int classes) =>
        channels % anchors == 0 && channels / anchors > CountFor(classes) ? channels / anchors : null;
}
