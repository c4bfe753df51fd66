using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.Call("arange.start_step", start, stop, step, dtype, Argument.None, device), requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.Call("linspace", start, end, steps, dtype, Argument.None, device), requires_grad);

    public static Tensor eye(long rows, long columns = -1L, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(Aten.Call("eye.m", rows, columns < 0 ? rows : columns, dtype, Argument.None, device), requires_grad);

    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Finish(Aten.Call("randint.low_generator", low, high, size, generator, dtype ?? ScalarType.Int64, Argument.None, device), requires_grad);

    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator, names);

    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Finish(Aten.Call("randperm.generator", n, generator, dtype ?? ScalarType.Int64, Argument.None, device), requires_grad);

    public static Tensor normal(double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Finish(Aten.Call("normal.float_float", mean, std, size.ToArray(), generator, dtype, Argument.None, device), requires_grad);

    public static Tensor empty_strided(long[] size, long[] strides, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(Aten.Call("empty_strided", size, strides, dtype, Argument.None, device), requires_grad);

    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(Aten.Call("zeros_like", input, dtype, Argument.None, device), requires_grad);

    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(Aten.Call("ones_like", input, dtype, Argument.None, device), requires_grad);

    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(Aten.Call("empty_like", input, dtype, Argument.None, device), requires_grad);

    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(Aten.Call("full_like", input, value, dtype, Argument.None, device), requires_grad);

    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.Call("rand_like", input, dtype, Argument.None, device), requires_grad);

    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.Call("randn_like", input, dtype, Argument.None, device), requires_grad);

    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        var lengths = new long[rawArray.Rank];
        for (var d = 0; d < lengths.Length; d++)
            lengths[d] = rawArray.GetLongLength(d);
        return MakeRaw(Bytes(rawArray), ToScalarType(rawArray.GetType().GetElementType()!), lengths, dtype, device, requires_grad);
    }

    public partial class Tensor
    {
        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.zeros_like(this, dtype, device, requires_grad);
        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.ones_like(this, dtype, device, requires_grad);
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.empty_like(this, dtype, device, requires_grad);
        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.full_like(this, value, dtype, device, requires_grad);
        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.zeros(size, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => new_zeros([size], dtype, device, requires_grad);
        public Tensor new_zeros(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => new_zeros([rows, columns], dtype, device, requires_grad);
        public Tensor new_empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.empty(size, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.full(size, value, dtype ?? this.dtype, device ?? this.device, requires_grad);
    }

    internal static Tensor Make<T>(ReadOnlySpan<T> elements, long[] dimensions, ScalarType? dtype, Device? device, bool requires_grad) where T : unmanaged =>
        MakeRaw(MemoryMarshal.AsBytes(elements), ToScalarType(typeof(T)), dimensions, dtype, device, requires_grad);

    internal static Tensor Make<T>(T[] elements, long[] dimensions, ScalarType? dtype, Device? device, bool requires_grad) where T : unmanaged =>
        Make<T>((ReadOnlySpan<T>)elements, dimensions, dtype, device, requires_grad);

    internal static Tensor Make(Scalar value, ScalarType dtype, Device device) => full(Array.Empty<long>(), value, dtype, device);

    private static Tensor MakeRaw(ReadOnlySpan<byte> memory, ScalarType type, long[] dimensions, ScalarType? dtype, Device? device, bool requires_grad)
    {
        var made = Aten.Call("empty.memory_format", dimensions, type);
        if (made.NumberOfElements * made.ElementSize != memory.Length)
        {
            made.Dispose();
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {memory.Length / made.ElementSize} elements for the shape [{string.Join(", ", dimensions)}]");
        }

        memory.CopyTo(made.bytes);
        if ((dtype is { } wanted && wanted != type) || (device is not null && device.type != DeviceType.CPU))
            made = made.to(dtype ?? type, device ?? CPU, disposeAfter: true);
        return Finish(made, requires_grad);
    }

    private static unsafe ReadOnlySpan<byte> Bytes(Array array)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(array);
        var size = ToScalarType(array.GetType().GetElementType()!) switch
        {
            ScalarType.Bool or ScalarType.Byte or ScalarType.Int8 => 1,
            ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
            ScalarType.Int32 or ScalarType.Float32 => 4,
            _ => 8,
        };
        return MemoryMarshal.CreateReadOnlySpan(ref first, checked((int)(array.LongLength * size)));
    }

    private static ReadOnlySpan<T> Elements<T>(Array array) where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes(array));

    private static Tensor Finish(Tensor made, bool requires_grad) => requires_grad ? made.requires_grad_() : made;
}
