namespace Pruning.Checkpoints.Torch;

/// <summary>What the elements of a stored tensor are.</summary>
internal enum ElementType
{
    Float16,
    BFloat16,
    Float32,
    Float64,
    Int8,
    UInt8,
    Int16,
    Int32,
    Int64,
    Boolean,
}

/// <summary>Sizes of elements, and their conversion to 32-bit floats.</summary>
internal static class ElementTypes
{
    public static int SizeOf(this ElementType type) =>
        type switch
        {
            ElementType.Int8 or ElementType.UInt8 or ElementType.Boolean => 1,
            ElementType.Float16 or ElementType.BFloat16 or ElementType.Int16 => 2,
            ElementType.Float32 or ElementType.Int32 => 4,
            _ => 8,
        };

    public static bool IsFloatingPoint(this ElementType type) =>
        type is ElementType.Float16 or ElementType.BFloat16 or ElementType.Float32 or ElementType.Float64;

    /// <summary>One element, little-endian, as a 32-bit float.</summary>
    public static float Read(this ElementType type, ReadOnlySpan<byte> element) =>
        type switch
        {
            ElementType.Float32 => BitConverter.ToSingle(element),
            ElementType.Float16 => (float)BitConverter.ToHalf(element),
            ElementType.BFloat16 => BitConverter.UInt32BitsToSingle((uint)BitConverter.ToUInt16(element) << 16),
            ElementType.Float64 => (float)BitConverter.ToDouble(element),
            ElementType.Int64 => BitConverter.ToInt64(element),
            ElementType.Int32 => BitConverter.ToInt32(element),
            ElementType.Int16 => BitConverter.ToInt16(element),
            ElementType.Int8 => (sbyte)element[0],
            _ => element[0],
        };

    /// <summary>Elements that lie one after the other, as 32-bit floats.</summary>
    public static void ReadAll(this ElementType type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        if (type == ElementType.Float32 && BitConverter.IsLittleEndian)
        {
            System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes)[..values.Length].CopyTo(values);
            return;
        }

        var size = type.SizeOf();
        for (var i = 0; i < values.Length; i++)
            values[i] = type.Read(bytes.Slice(i * size, size));
    }
}
