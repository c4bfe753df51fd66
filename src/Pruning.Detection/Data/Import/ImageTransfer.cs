namespace Pruning.Data.Import;

/// <summary>How an import brings the images into the new dataset.</summary>
public enum ImageTransfer
{
    Copy,

    /// <summary>Symbolic links to where the images are.</summary>
    Link,

    /// <summary>
    /// The images stay; the dataset lists them, and their labels are written where the YOLO layout looks for them:
    /// beside them, or under <c>labels</c>.
    /// </summary>
    Reference,
}
