using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>A number whose kind (integer, floating, boolean) takes part in type promotion.</summary>
public sealed class Scalar : IDisposable
{
    private readonly double _real;
    private readonly long _integer;

    private Scalar(torch.ScalarType type, long integer, double real)
    {
        Type = type;
        _integer = integer;
        _real = real;
    }

    public torch.ScalarType Type { get; }

    internal bool IsFloating => Type is torch.ScalarType.Float64;
    internal double Real => IsFloating ? _real : _integer;
    internal long Integer => IsFloating ? checked((long)_real) : _integer;

    internal static Scalar Floating(double value) => new(torch.ScalarType.Float64, 0, value);
    internal static Scalar Integral(long value) => new(torch.ScalarType.Int64, value, 0);
    internal static Scalar Boolean(bool value) => new(torch.ScalarType.Bool, value ? 1 : 0, 0);

    internal static Scalar From(NativeValue value) => value.Tag switch
    {
        ArgumentTag.Double => Floating(value.Real),
        ArgumentTag.Bool => Boolean(value.Integer != 0),
        _ => Integral(value.Integer),
    };

    internal Argument ToArgument() => Type switch
    {
        torch.ScalarType.Float64 => _real,
        torch.ScalarType.Bool => _integer != 0,
        _ => _integer,
    };

    public static implicit operator Scalar(byte value) => Integral(value);
    public static implicit operator Scalar(sbyte value) => Integral(value);
    public static implicit operator Scalar(short value) => Integral(value);
    public static implicit operator Scalar(int value) => Integral(value);
    public static implicit operator Scalar(long value) => Integral(value);
    public static implicit operator Scalar(Half value) => Floating((double)value);
    public static implicit operator Scalar(float value) => Floating(value);
    public static implicit operator Scalar(double value) => Floating(value);
    public static implicit operator Scalar(bool value) => Boolean(value);

    public void Dispose() { }
}

public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;
    public static Scalar ToScalar(this sbyte value) => value;
    public static Scalar ToScalar(this short value) => value;
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this Half value) => value;
    public static Scalar ToScalar(this bool value) => value;

    public static float ToSingle(this Scalar value) => (float)value.Real;
    public static double ToDouble(this Scalar value) => value.Real;
    public static sbyte ToSByte(this Scalar value) => checked((sbyte)value.Integer);
    public static byte ToByte(this Scalar value) => checked((byte)value.Integer);
    public static short ToInt16(this Scalar value) => checked((short)value.Integer);
    public static int ToInt32(this Scalar value) => checked((int)value.Integer);
    public static long ToInt64(this Scalar value) => value.Integer;
    public static bool ToBoolean(this Scalar value) => value.Real != 0;
}
