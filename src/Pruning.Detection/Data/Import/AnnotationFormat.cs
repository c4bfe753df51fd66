namespace Pruning.Data.Import;

/// <summary>Formats of annotations that can be converted to YOLO labels.</summary>
public enum AnnotationFormat
{
    /// <summary>COCO's JSON of instances.</summary>
    Coco,

    /// <summary>Pascal VOC's XML, a file an image.</summary>
    Voc,
}
