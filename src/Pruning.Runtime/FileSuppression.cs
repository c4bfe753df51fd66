using System.Buffers.Binary;
using System.Text;

namespace Pruning.Runtime;

/// <summary>
/// The suppression that a file does itself, and by what: three constants, which a detector sets as its options say
/// before ONNX Runtime sees the file.
/// </summary>
/// <param name="Confidence">Boxes of at most this are dropped.</param>
/// <param name="Overlap">The intersection over union beyond which they suppress each other.</param>
/// <param name="ClassOffset">Pixels by which classes are moved apart; 0: they suppress each other too.</param>
internal sealed record FileSuppression(float Confidence, float Overlap, float ClassOffset)
{
    /// <summary>The output of such a file: <c>[1, boxes, 6]</c>.</summary>
    public const string Output = "detections";

    /// <summary>Left, top, right, bottom, confidence, class.</summary>
    public const int Columns = 6;

    private const string ConfidenceName = "suppression.confidence";
    private const string OverlapName = "suppression.overlap";
    private const string ClassOffsetName = "suppression.class_offset";

    /// <summary>What is in a file; null where it does not suppress.</summary>
    public static FileSuppression? Find(ReadOnlySpan<byte> model) =>
        Read(model, ConfidenceName) is { } confidence
        && Read(model, OverlapName) is { } overlap
        && Read(model, ClassOffsetName) is { } offset
            ? new FileSuppression(confidence, overlap, offset)
            : null;

    /// <summary>A file that has these instead of its own; the same bytes where it has them already.</summary>
    public byte[] In(byte[] model)
    {
        if (Find(model) == this)
            return model;
        var changed = (byte[])model.Clone();
        Write(changed, ConfidenceName, Confidence);
        Write(changed, OverlapName, Overlap);
        Write(changed, ClassOffsetName, ClassOffset);
        return changed;
    }

    private static float? Read(ReadOnlySpan<byte> model, string name) =>
        PlaceOf(model, name) is var place and > 0 && place + sizeof(float) <= model.Length
            ? BinaryPrimitives.ReadSingleLittleEndian(model[place..])
            : null;

    private static void Write(Span<byte> model, string name, float value) =>
        BinaryPrimitives.WriteSingleLittleEndian(model[PlaceOf(model, name)..], value);

    // In protobuf, behind a tensor's name stand the tag of its bytes, how many they are, and they.
    private static int PlaceOf(ReadOnlySpan<byte> model, string name)
    {
        byte[] mark = [.. Encoding.ASCII.GetBytes(name), (9 << 3) | 2, sizeof(float)];
        return model.IndexOf(mark) is var found and >= 0 ? found + mark.Length : -1;
    }
}
