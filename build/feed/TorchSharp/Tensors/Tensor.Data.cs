using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A view of the elements, in logical order. The tensor must be on the CPU.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            ValidateType(typeof(T));
            return new TensorAccessor<T>(this);
        }

        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1)
                throw new ArgumentException("Number of elements in the tensor must be 1");
            return data<T>()[0];
        }

        public Scalar ToScalar() => Scalar.From(Aten.CallScalar("item", this));

        /// <summary>The memory of a contiguous tensor on the CPU.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                if (!is_contiguous())
                    throw new InvalidOperationException("The bytes of a tensor that is not contiguous are not in order: make it contiguous first.");
                if (device_type != DeviceType.CPU)
                    throw new InvalidOperationException("The bytes of a tensor on another device cannot be read: copy it to the CPU first.");
                var count = checked((int)(NumberOfElements * ElementSize));
                return count == 0 ? default : new Span<byte>((void*)DataPointer(), count);
            }
            set
            {
                if (value.Length != NumberOfElements * ElementSize)
                    throw new ArgumentException($"The tensor takes {NumberOfElements * ElementSize} bytes, not {value.Length}.");
                value.CopyTo(bytes);
            }
        }

        public float ReadCpuSingle(long i) => TensorAccessor<float>.ReadItemAt(this, i);
        public double ReadCpuDouble(long i) => TensorAccessor<double>.ReadItemAt(this, i);
        public long ReadCpuInt64(long i) => TensorAccessor<long>.ReadItemAt(this, i);
        public int ReadCpuInt32(long i) => TensorAccessor<int>.ReadItemAt(this, i);
        public byte ReadCpuByte(long i) => TensorAccessor<byte>.ReadItemAt(this, i);
        public bool ReadCpuBool(long i) => TensorAccessor<bool>.ReadItemAt(this, i);

        internal nint DataPointer()
        {
            var pointer = Native.shim_tensor_data(Handle);
            GC.KeepAlive(this);
            // An empty tensor has no memory.
            return pointer == 0 && NumberOfElements != 0 ? throw Native.Error() : pointer;
        }

        internal void ValidateType(Type dotnetType)
        {
            if (ToScalarType(dotnetType) != dtype)
                throw new ArgumentException($"{dotnetType.Name} is not compatible with {dtype}");
        }

        public static explicit operator float(Tensor value) => value.ToSingle();
        public static explicit operator double(Tensor value) => value.ToDouble();
        public static explicit operator sbyte(Tensor value) => value.ToSByte();
        public static explicit operator byte(Tensor value) => value.ToByte();
        public static explicit operator short(Tensor value) => value.ToInt16();
        public static explicit operator int(Tensor value) => value.ToInt32();
        public static explicit operator long(Tensor value) => value.ToInt64();
        public static explicit operator bool(Tensor value) => value.ToBoolean();
    }
}

public static class TensorExtensionMethods
{
    public static float ToSingle(this torch.Tensor value) => value.ToScalar().ToSingle();
    public static double ToDouble(this torch.Tensor value) => value.ToScalar().ToDouble();
    public static sbyte ToSByte(this torch.Tensor value) => value.ToScalar().ToSByte();
    public static byte ToByte(this torch.Tensor value) => value.ToScalar().ToByte();
    public static short ToInt16(this torch.Tensor value) => value.ToScalar().ToInt16();
    public static int ToInt32(this torch.Tensor value) => value.ToScalar().ToInt32();
    public static long ToInt64(this torch.Tensor value) => value.ToScalar().ToInt64();
    public static bool ToBoolean(this torch.Tensor value) => value.ToScalar().ToBoolean();

    public static torch.Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false) where T : unmanaged =>
        torch.Make(rawArray, dimensions, null, null, requires_grad);
}
