using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>A pixel of 3 channels.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vec3b : IEquatable<Vec3b>
{
    public byte Item0;
    public byte Item1;
    public byte Item2;

    public Vec3b(byte item0, byte item1, byte item2) => (Item0, Item1, Item2) = (item0, item1, item2);

    public readonly void Deconstruct(out byte item0, out byte item1, out byte item2) => (item0, item1, item2) = (Item0, Item1, Item2);

    public readonly bool Equals(Vec3b other) => Item0 == other.Item0 && Item1 == other.Item1 && Item2 == other.Item2;
    public readonly override bool Equals(object? obj) => obj is Vec3b other && Equals(other);
    public readonly override int GetHashCode() => HashCode.Combine(Item0, Item1, Item2);
    public static bool operator ==(Vec3b a, Vec3b b) => a.Equals(b);
    public static bool operator !=(Vec3b a, Vec3b b) => !a.Equals(b);
    public readonly override string ToString() => FormattableString.Invariant($"Vec3b ({Item0}, {Item1}, {Item2})");
}

/// <summary>A pixel of 4 channels.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vec4b : IEquatable<Vec4b>
{
    public byte Item0;
    public byte Item1;
    public byte Item2;
    public byte Item3;

    public Vec4b(byte item0, byte item1, byte item2, byte item3) => (Item0, Item1, Item2, Item3) = (item0, item1, item2, item3);

    public readonly void Deconstruct(out byte item0, out byte item1, out byte item2, out byte item3) => (item0, item1, item2, item3) = (Item0, Item1, Item2, Item3);

    public readonly bool Equals(Vec4b other) => Item0 == other.Item0 && Item1 == other.Item1 && Item2 == other.Item2 && Item3 == other.Item3;
    public readonly override bool Equals(object? obj) => obj is Vec4b other && Equals(other);
    public readonly override int GetHashCode() => HashCode.Combine(Item0, Item1, Item2, Item3);
    public static bool operator ==(Vec4b a, Vec4b b) => a.Equals(b);
    public static bool operator !=(Vec4b a, Vec4b b) => !a.Equals(b);
    public readonly override string ToString() => FormattableString.Invariant($"Vec4b ({Item0}, {Item1}, {Item2}, {Item3})");
}

/// <summary>A pixel of 3 channels.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vec3f : IEquatable<Vec3f>
{
    public float Item0;
    public float Item1;
    public float Item2;

    public Vec3f(float item0, float item1, float item2) => (Item0, Item1, Item2) = (item0, item1, item2);

    public readonly void Deconstruct(out float item0, out float item1, out float item2) => (item0, item1, item2) = (Item0, Item1, Item2);

    public readonly bool Equals(Vec3f other) => Item0 == other.Item0 && Item1 == other.Item1 && Item2 == other.Item2;
    public readonly override bool Equals(object? obj) => obj is Vec3f other && Equals(other);
    public readonly override int GetHashCode() => HashCode.Combine(Item0, Item1, Item2);
    public static bool operator ==(Vec3f a, Vec3f b) => a.Equals(b);
    public static bool operator !=(Vec3f a, Vec3f b) => !a.Equals(b);
    public readonly override string ToString() => FormattableString.Invariant($"Vec3f ({Item0}, {Item1}, {Item2})");
}
