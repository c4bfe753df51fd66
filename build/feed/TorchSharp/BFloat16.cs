using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>A 16-bit float with the exponent range of a 32-bit one. Conversion rounds to nearest even.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct BFloat16 : IEquatable<BFloat16>
{
    internal readonly ushort value;

    internal BFloat16(ushort raw) => value = raw;

    public BFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        this.value = float.IsNaN(value) ? (ushort)0x7FC0 : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    public static BFloat16 FromRawValue(ushort rawValue) => new(rawValue);

    public float ToSingle() => BitConverter.UInt32BitsToSingle((uint)value << 16);

    public static explicit operator BFloat16(float value) => new(value);
    public static explicit operator BFloat16(double value) => new((float)value);
    public static explicit operator float(BFloat16 value) => value.ToSingle();
    public static explicit operator double(BFloat16 value) => value.ToSingle();

    public bool Equals(BFloat16 other) => ToSingle() == other.ToSingle();
    public override bool Equals(object? obj) => obj is BFloat16 other && Equals(other);
    public override int GetHashCode() => value;
    public override string ToString() => ToSingle().ToString(System.Globalization.CultureInfo.InvariantCulture);
}
