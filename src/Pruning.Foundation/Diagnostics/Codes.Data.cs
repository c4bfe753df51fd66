namespace Pruning.Diagnostics;

public static partial class Codes
{
    /// <summary>The dataset's yaml is missing, too large or no yaml.</summary>
    public static readonly DiagnosticCode DatasetUnreadable = new("PRUNE2001", "The dataset file cannot be read");

    /// <summary>The dataset's yaml lacks something or says something that makes no sense.</summary>
    public static readonly DiagnosticCode DatasetInvalid = new(
        "PRUNE2002",
        "The dataset file is incomplete or contradicts itself"
    );

    /// <summary>A folder or list of images that the dataset's yaml names does not exist.</summary>
    public static readonly DiagnosticCode DatasetPathMissing = new("PRUNE2003", "A path of the dataset does not exist");

    /// <summary>A split without a single usable image.</summary>
    public static readonly DiagnosticCode NoImages = new("PRUNE2004", "A split of the dataset has no images");

    /// <summary>Images that cannot be read and are left out.</summary>
    public static readonly DiagnosticCode ImagesLeftOut = new(
        "PRUNE2005",
        "Images cannot be read and are left out",
        DiagnosticSeverity.Warning
    );

    /// <summary>An image that was found good at first sight and then did not decode.</summary>
    public static readonly DiagnosticCode ImageNotDecodable = new("PRUNE2006", "An image does not decode");

    /// <summary>Label files that cannot be understood; their images are left out.</summary>
    public static readonly DiagnosticCode LabelsInvalid = new(
        "PRUNE2007",
        "Labels are invalid and their image is left out",
        DiagnosticSeverity.Warning
    );

    /// <summary>A label's class is not one of the dataset's.</summary>
    public static readonly DiagnosticCode LabelClassOutOfRange = new(
        "PRUNE2008",
        "A label's class is not one of the dataset's"
    );

    /// <summary>Images without a label file, taken as background.</summary>
    public static readonly DiagnosticCode LabelFilesMissing = new(
        "PRUNE2009",
        "Images have no label file and count as background",
        DiagnosticSeverity.Warning
    );

    /// <summary>Labels that occur twice in an image.</summary>
    public static readonly DiagnosticCode DuplicateLabels = new(
        "PRUNE2010",
        "Labels occur twice",
        DiagnosticSeverity.Warning
    );

    /// <summary>Nothing to learn from.</summary>
    public static readonly DiagnosticCode NoLabels = new("PRUNE2011", "There are no labels to train on");

    /// <summary>JPEG files that end too early; they are used as they are.</summary>
    public static readonly DiagnosticCode ImagesCutShort = new(
        "PRUNE2012",
        "Images are cut short",
        DiagnosticSeverity.Warning
    );

    /// <summary>Keys of the dataset's yaml that nothing reads.</summary>
    public static readonly DiagnosticCode DatasetKeysIgnored = new(
        "PRUNE2013",
        "The dataset file has keys that mean nothing here",
        DiagnosticSeverity.Warning
    );

    /// <summary>Problems of images or labels where the user wants none.</summary>
    public static readonly DiagnosticCode StrictDataRefused = new(
        "PRUNE2014",
        "The dataset has problems and strict reading refuses it"
    );

    /// <summary>Boxes that nothing can be found in; they are dropped.</summary>
    public static readonly DiagnosticCode BoxesWithoutArea = new(
        "PRUNE2015",
        "Boxes have no width or no height",
        DiagnosticSeverity.Warning
    );

    /// <summary>Label files that no image belongs to.</summary>
    public static readonly DiagnosticCode LabelsWithoutImage = new(
        "PRUNE2016",
        "Labels have no image",
        DiagnosticSeverity.Warning
    );

    /// <summary>The same picture more than once in a split.</summary>
    public static readonly DiagnosticCode DuplicateImages = new(
        "PRUNE2017",
        "Images occur twice",
        DiagnosticSeverity.Warning
    );

    /// <summary>The same picture in two splits.</summary>
    public static readonly DiagnosticCode SplitsOverlap = new(
        "PRUNE2018",
        "Splits share images",
        DiagnosticSeverity.Warning
    );

    /// <summary>Decoded images no longer fit on disk; they are decoded anew.</summary>
    public static readonly DiagnosticCode ImageCacheFailed = new(
        "PRUNE2019",
        "Decoded images cannot be kept on disk",
        DiagnosticSeverity.Warning
    );

    /// <summary>COCO's JSON or VOC's XML that cannot be understood.</summary>
    public static readonly DiagnosticCode AnnotationsUnreadable = new("PRUNE2020", "Annotations cannot be read");

    /// <summary>Nothing to import where it was looked for.</summary>
    public static readonly DiagnosticCode AnnotationsNotFound = new("PRUNE2021", "There are no annotations to import");

    /// <summary>An import would overwrite something.</summary>
    public static readonly DiagnosticCode ImportTargetNotEmpty = new("PRUNE2022", "The import would overwrite files");

    /// <summary>Annotated images that the imported dataset lacks.</summary>
    public static readonly DiagnosticCode AnnotatedImagesLeftOut = new(
        "PRUNE2023",
        "Annotated images are left out",
        DiagnosticSeverity.Warning
    );

    /// <summary>Annotations that the imported dataset lacks, or has otherwise.</summary>
    public static readonly DiagnosticCode AnnotationsChanged = new(
        "PRUNE2024",
        "Annotations are left out or changed",
        DiagnosticSeverity.Warning
    );

    /// <summary>The disk or its rights stand against an import.</summary>
    public static readonly DiagnosticCode ImportNotWritten = new("PRUNE2025", "The imported dataset cannot be written");

    /// <summary>Lines of lists, linked folders and pictures that a split leads to and that give no image.</summary>
    public static readonly DiagnosticCode DatasetPartsUnused = new(
        "PRUNE2026",
        "Parts of the dataset are not used",
        DiagnosticSeverity.Warning
    );

    /// <summary>A split to measure on that has images and no box.</summary>
    public static readonly DiagnosticCode SplitWithoutBoxes = new(
        "PRUNE2027",
        "A split has no boxes",
        DiagnosticSeverity.Warning
    );

    /// <summary>An import took something for what it most likely means.</summary>
    public static readonly DiagnosticCode ImportGuessed = new(
        "PRUNE2028",
        "An import guessed what annotations mean",
        DiagnosticSeverity.Warning
    );
}
