using Pruning.Diagnostics;

namespace Pruning.Graphs.Import;

/// <summary>
/// The messages of files that cannot be imported: what is wrong with which file, why it matters, what to do.
/// </summary>
internal static class CheckpointErrors
{
    private const int LongestQuote = 120;

    public static PruneException NotReadable(string path, string reason, Exception? inner = null) =>
        new(
            Codes.CheckpointNotReadable,
            $"The model file '{path}' cannot be opened: {reason.TrimEnd('.')}. Nothing can be built without it; "
                + $"check the path (relative ones start at the project's folder, on the command line at the current "
                + $"one).",
            new SourceLocation(path),
            inner
        );

    public static PruneException UnknownKind(string path, string looksLike) =>
        new(
            Codes.UnknownCheckpointKind,
            $"'{Path.GetFileName(path)}' is not a model file: {looksLike}. Give a YOLOv5 checkpoint (.pt), a "
                + $".safetensors or .onnx file, or an architecture name such as yolov5n.",
            new SourceLocation(path)
        );

    public static PruneException Damaged(string path, string what, Exception? inner = null) =>
        new(
            Codes.DamagedCheckpoint,
            $"The model file '{Path.GetFileName(path)}' is damaged: {what}. It cannot be read safely; copy or "
                + $"download it again.",
            new SourceLocation(path),
            inner
        );

    public static PruneException Unsafe(string path, string name) =>
        new(
            Codes.UnsafeCheckpoint,
            $"The model file '{Path.GetFileName(path)}' refers to '{Quote(name)}', which would have to be run to "
                + $"read the file. Files are only ever read as data here, and an honest YOLOv5 checkpoint has no such "
                + $"thing; do not open this file with other tools unless you trust who made it.",
            new SourceLocation(path)
        );

    public static PruneException Oversized(string path, string what) =>
        new(
            Codes.OversizedCheckpoint,
            $"The model file '{Path.GetFileName(path)}' asks for too much: {what}. Files like this are made to "
                + $"exhaust memory; if it is genuine, save it again with torch.save's defaults.",
            new SourceLocation(path)
        );

    public static PruneException UnsupportedModule(string path, string module, string place, string detail = "") =>
        new(
            Codes.UnsupportedModule,
            $"The model has a {Quote(module)} at '{Quote(place)}'{(detail.Length > 0 ? $" {detail}" : "")}, "
                + $"which is not supported. A network is imported whole or not at all, because a layer left out "
                + $"changes every result; use a YOLOv5 detection model made of Conv, DWConv, GhostConv, C3, C3SPP, "
                + $"C3Ghost, Bottleneck, SPPF, SPP, Focus, BottleneckCSP, Concat, Upsample and Detect.",
            new SourceLocation(path)
        );

    /// <param name="why">Completes "the operator X at 'Y'".</param>
    public static PruneException UnsupportedOperator(string path, string type, string place, string why) =>
        new(
            Codes.UnsupportedOperator,
            $"In '{Path.GetFileName(path)}' the operator {Quote(type)} at '{Quote(place)}' {why}. A network is "
                + $"imported whole or not at all, because a layer left out changes every result; give a file as "
                + $"YOLOv5's export.py or this tool writes it, or the checkpoint that it was made from.",
            new SourceLocation(path)
        );

    public static PruneException NotYolo(string path, string what) =>
        new(
            Codes.NotYolo,
            $"'{Path.GetFileName(path)}' holds no YOLOv5 detector: {what}. Give a checkpoint of a YOLOv5 "
                + $"detection model, as its train.py writes (best.pt, last.pt).",
            new SourceLocation(path)
        );

    /// <param name="values">Of a box, as its head gives them.</param>
    /// <param name="source">
    /// A sentence on where the number of classes is from; empty where the head itself tells.
    /// </param>
    public static PruneException MoreThanBoxes(string path, int values, int classes, string source = "") =>
        new(
            Codes.NotYolo,
            $"'{Path.GetFileName(path)}' holds no YOLOv5 detector: its head gives {values} values a box, where "
                + $"the box, objectness and {classes} class{(classes == 1 ? "" : "es")} take "
                + $"{HeadColumns.CountFor(classes)}. The {values - HeadColumns.CountFor(classes)} more are something "
                + $"else, such as the landmarks of face models or keypoints, and would be lost.{source} Give a "
                + $"checkpoint of a YOLOv5 detection model.",
            new SourceLocation(path)
        );

    public static PruneException UnsupportedTensor(string path, string tensor, string what) =>
        new(
            Codes.UnsupportedTensor,
            $"Tensor '{Quote(tensor)}' in '{Path.GetFileName(path)}' {what}. Weights are dense floating-point "
                + $"tensors (F32, F16, BF16, F64); convert the file.",
            new SourceLocation(path)
        );

    /// <summary>Text out of an untrusted file, made fit for one line of a message.</summary>
    public static string Quote(string text)
    {
        var clean = new string([.. text.Take(LongestQuote).Select(letter => char.IsControl(letter) ? '?' : letter)]);
        return text.Length > LongestQuote ? clean + "…" : clean;
    }
}
