using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Must agree with Tag in build/feed/native/torch/shim.h.</summary>
internal enum ArgumentTag
{
    Default = 0, None = 1, Tensor = 2, Int = 3, Double = 4, Bool = 5, IntList = 6, DoubleList = 7,
    TensorList = 8, String = 9, Device = 10, Generator = 11,
}

/// <summary>A value as it crosses to native code.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct NativeValue
{
    [FieldOffset(0)] public ArgumentTag Tag;
    [FieldOffset(4)] public int Count;
    [FieldOffset(8)] public long Integer;
    [FieldOffset(8)] public double Real;
    [FieldOffset(8)] public nint Pointer;
    [FieldOffset(8)] public void* Memory;
}

/// <summary>One argument of an operator. Everything that an operator takes converts to it.</summary>
internal readonly struct Argument
{
    public readonly object? Reference;
    public readonly long Bits;
    public readonly ArgumentTag Tag;
    public readonly int Count;

    private Argument(ArgumentTag tag, long bits = 0, object? reference = null, int count = 0)
    {
        Tag = tag;
        Bits = bits;
        Reference = reference;
        Count = count;
    }

    /// <summary>The schema's own default.</summary>
    public static Argument Default => default;
    public static Argument None => new(ArgumentTag.None);

    public static implicit operator Argument(torch.Tensor? tensor) => tensor is null ? None : new(ArgumentTag.Tensor, reference: tensor);
    public static implicit operator Argument(long value) => new(ArgumentTag.Int, value);
    public static implicit operator Argument(int value) => new(ArgumentTag.Int, value);
    public static implicit operator Argument(long? value) => value is { } v ? v : None;
    public static implicit operator Argument(double value) => new(ArgumentTag.Double, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Argument(double? value) => value is { } v ? v : None;
    public static implicit operator Argument(bool value) => new(ArgumentTag.Bool, value ? 1 : 0);
    public static implicit operator Argument(bool? value) => value is { } v ? v : None;
    public static implicit operator Argument(Scalar? scalar) => scalar is null ? None : scalar.ToArgument();
    public static implicit operator Argument(long[]? values) => values is null ? None : new(ArgumentTag.IntList, reference: values);
    public static implicit operator Argument(double[]? values) => values is null ? None : new(ArgumentTag.DoubleList, reference: values);
    public static implicit operator Argument(torch.Tensor[]? tensors) => tensors is null ? None : new(ArgumentTag.TensorList, reference: tensors);
    public static implicit operator Argument(torch.ScalarType type) => new(ArgumentTag.Int, (long)type);
    public static implicit operator Argument(torch.ScalarType? type) => type is { } t ? t : None;
    public static implicit operator Argument(string? text) => text is null ? None : new(ArgumentTag.String, reference: text);
    public static implicit operator Argument(torch.Device? device) => device is null ? None : new(ArgumentTag.Device, device.index, count: (int)device.type);
    public static implicit operator Argument(torch.Generator? generator) => generator is null ? None : new(ArgumentTag.Generator, generator.Handle, generator);
}
