using System.Runtime.InteropServices;

namespace OpenCvSharp;

[StructLayout(LayoutKind.Sequential)]
public record struct Vec3b(byte Item0, byte Item1, byte Item2)
{
    public byte Item0 = Item0;
    public byte Item1 = Item1;
    public byte Item2 = Item2;
}

[StructLayout(LayoutKind.Sequential)]
public record struct Vec4b(byte Item0, byte Item1, byte Item2, byte Item3)
{
    public byte Item0 = Item0;
    public byte Item1 = Item1;
    public byte Item2 = Item2;
    public byte Item3 = Item3;
}

[StructLayout(LayoutKind.Sequential)]
public record struct Vec3f(float Item0, float Item1, float Item2)
{
    public float Item0 = Item0;
    public float Item1 = Item1;
    public float Item2 = Item2;
}
