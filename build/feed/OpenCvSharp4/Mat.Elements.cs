using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenCvSharp;

public partial class Mat
{
    public unsafe IntPtr Ptr(int i0) => (IntPtr)(DataPointer + Step() * i0);
    public unsafe IntPtr Ptr(int i0, int i1) => (IntPtr)(DataPointer + Step() * i0 + (long)ElemSize() * i1);

    public unsafe ref T At<T>(int i0) where T : unmanaged => ref Unsafe.AsRef<T>((void*)Ptr(i0));
    public unsafe ref T At<T>(int i0, int i1) where T : unmanaged => ref Unsafe.AsRef<T>((void*)Ptr(i0, i1));

    public unsafe T Get<T>(int i0) where T : struct => Unsafe.Read<T>((void*)Ptr(i0));
    public unsafe T Get<T>(int i0, int i1) where T : struct => Unsafe.Read<T>((void*)Ptr(i0, i1));
    public unsafe void Set<T>(int i0, T value) where T : struct => Unsafe.Write((void*)Ptr(i0), value);
    public unsafe void Set<T>(int i0, int i1, T value) where T : struct => Unsafe.Write((void*)Ptr(i0, i1), value);

    /// <summary>The elements of a continuous matrix; empty when it is not continuous.</summary>
    public unsafe Span<T> AsSpan<T>() where T : unmanaged =>
        IsContinuous() ? new Span<T>(DataPointer, (int)(Total() * ElemSize() / sizeof(T))) : [];

    public bool GetArray<T>(out T[] data) where T : unmanaged
    {
        data = new T[(long)Rows * Cols * Elements<T>()];
        return Copy(data.AsSpan(), fromMat: true);
    }

    public bool GetRectangularArray<T>(out T[,] data) where T : unmanaged
    {
        data = new T[Rows, Cols * Elements<T>()];
        return Copy(Flat(data), fromMat: true);
    }

    public bool SetArray<T>(params T[] data) where T : unmanaged => Copy(data.AsSpan(), fromMat: false);
    public bool SetRectangularArray<T>(T[,] data) where T : unmanaged => Copy(Flat(data), fromMat: false);

    /// <summary>A column matrix of the array's elements.</summary>
    public static Mat<TElem> FromArray<TElem>(params TElem[] arr) where TElem : unmanaged
    {
        var mat = new Mat<TElem>(arr.Length, 1);
        mat.SetArray(arr);
        return mat;
    }

    public static Mat<TElem> FromArray<TElem>(TElem[,] arr) where TElem : unmanaged
    {
        var mat = new Mat<TElem>(arr.GetLength(0), arr.GetLength(1));
        mat.SetRectangularArray(arr);
        return mat;
    }

    private static Span<T> Flat<T>(T[,] data) where T : unmanaged =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(data)), data.Length);

    // How many T make one element: an element of three bytes is one Vec3b. The published package wants them equal.
    private unsafe int Elements<T>() where T : unmanaged => sizeof(T) == ElemSize()
        ? 1
        : throw new OpenCvSharpException($"The type {typeof(T).Name} does not fit a matrix of {Type()}.");

    private unsafe bool Copy<T>(Span<T> data, bool fromMat) where T : unmanaged
    {
        var rowBytes = Cols * ElemSize();
        var bytes = MemoryMarshal.AsBytes(data);
        if (Elements<T>() != 1 || bytes.Length != (long)rowBytes * Rows)
            throw new OpenCvSharpException($"{data.Length} values do not fit a matrix of {Rows}x{Cols}.");
        for (var row = 0; row < Rows; row++)
        {
            var pixels = new Span<byte>((void*)Ptr(row), rowBytes);
            var values = bytes.Slice(row * rowBytes, rowBytes);
            if (fromMat)
                pixels.CopyTo(values);
            else
                values.CopyTo(pixels);
        }

        GC.KeepAlive(this);
        return true;
    }
}

/// <summary>A matrix whose element type is known.</summary>
public class Mat<TElem> : Mat where TElem : unmanaged
{
    public Mat() { }
    public Mat(int rows, int cols) : base(rows, cols, TypeOf()) { }
    public Mat(int rows, int cols, Scalar s) : base(rows, cols, TypeOf(), s) { }

    private static MatType TypeOf() => default(TElem) switch
    {
        byte => MatType.CV_8UC1,
        sbyte => MatType.CV_8SC1,
        ushort => MatType.CV_16UC1,
        short => MatType.CV_16SC1,
        int => MatType.CV_32SC1,
        float => MatType.CV_32FC1,
        double => MatType.CV_64FC1,
        Vec3b => MatType.CV_8UC3,
        Vec4b => MatType.CV_8UC4,
        Vec3f => MatType.CV_32FC3,
        Point => MatType.CV_32SC2,
        Point2f => MatType.CV_32FC2,
        _ => throw new NotSupportedException($"Mat<{typeof(TElem).Name}> is not in the system feed."),
    };
}
