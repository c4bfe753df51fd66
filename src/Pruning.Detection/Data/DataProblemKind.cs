namespace Pruning.Data;

/// <summary>
/// What can be wrong with a dataset's images and labels. In reports by name, so names are a contract.
/// </summary>
public enum DataProblemKind
{
    /// <summary>No image, or one that is absurdly small or large; left out.</summary>
    ImageUnreadable,

    /// <summary>A JPEG without its end; used as it is.</summary>
    ImageCutShort,

    /// <summary>Taken for background.</summary>
    LabelFileMissing,

    /// <summary>A label file that cannot be opened, or is absurdly large; its image is left out.</summary>
    LabelFileUnreadable,

    /// <summary>A line with the wrong number of values; its image is left out.</summary>
    LabelColumns,

    /// <summary>A value that is no finite number; its image is left out.</summary>
    LabelNotANumber,

    /// <summary>A coordinate outside of 0 … 1; its image is left out.</summary>
    LabelOutsideImage,

    /// <summary>A negative width or height; its image is left out.</summary>
    LabelNegativeSize,

    /// <summary>A class that is not one of the dataset's: always an error.</summary>
    LabelClassUnknown,

    /// <summary>A box of no width or no height; dropped.</summary>
    BoxWithoutArea,

    /// <summary>A label that repeats another of its file; dropped.</summary>
    LabelRepeated,

    /// <summary>A label file without an image.</summary>
    LabelWithoutImage,

    /// <summary>An image that another one of the split repeats, byte by byte.</summary>
    ImageRepeated,

    /// <summary>An image that is in two splits: what is measured on it was learnt by heart.</summary>
    ImageInTwoSplits,

    /// <summary>Begins as an image and does not decode: training stops there.</summary>
    ImageUndecodable,

    /// <summary>A line of a list of images that gives none, or one that a former line gave.</summary>
    ListLineUnused,

    /// <summary>
    /// A linked folder that leads nowhere or where images were looked for already, or a folder that cannot be opened.
    /// </summary>
    FolderUnused,

    /// <summary>A picture of a format that is not read.</summary>
    FileUnused,

    /// <summary>Images without a single box among them.</summary>
    SplitWithoutBoxes,
}
