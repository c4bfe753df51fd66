using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public long Dimensions => Kept(Native.shim_tensor_dim(Handle));
        public long dim() => Dimensions;
        public long ndim => Dimensions;
        public long NumberOfElements => Kept(Native.shim_tensor_numel(Handle));
        public long numel() => NumberOfElements;
        public long ElementSize => Kept(Native.shim_tensor_element_size(Handle));
        public long element_size() => ElementSize;
        public ScalarType dtype => (ScalarType)Kept(Native.shim_tensor_dtype(Handle));
        public long storage_offset() => Kept(Native.shim_tensor_storage_offset(Handle));
        public bool is_contiguous() => Kept(Native.shim_tensor_is_contiguous(Handle, 0)) != 0;
        public bool is_integral() => torch.is_integral(dtype);
        public bool is_floating_point() => torch.is_floating_point(dtype);
        public bool is_complex() => torch.is_complex(dtype);
        public bool is_nonzero() => Aten.CallScalar("is_nonzero", this).Integer != 0;

        public DeviceType device_type => (DeviceType)Kept(Native.shim_tensor_device_type(Handle));
        public int device_index => Kept(Native.shim_tensor_device_index(Handle));
        public Device device => device_type == DeviceType.CPU ? CPU : new Device(device_type, device_index);
        public bool is_cuda => device_type == DeviceType.CUDA;
        public bool is_meta => device_type == DeviceType.META;
        public bool is_cpu() => device_type == DeviceType.CPU;

        public unsafe long[] shape
        {
            get
            {
                var sizes = new long[Dimensions];
                fixed (long* pointer = sizes)
                    Native.shim_tensor_sizes(Handle, pointer);
                GC.KeepAlive(this);
                return sizes;
            }
        }

        public long[] size() => shape;
        public long size(int dim) => At(shape, dim);

        public unsafe long[] stride()
        {
            var strides = new long[Dimensions];
            fixed (long* pointer = strides)
                Native.shim_tensor_strides(Handle, pointer);
            GC.KeepAlive(this);
            return strides;
        }

        public long stride(int dim) => At(stride(), dim);

        private static long At(long[] values, int dim)
        {
            var position = dim < 0 ? dim + values.Length : dim;
            if (position < 0 || position >= values.Length)
                throw new ArgumentOutOfRangeException(nameof(dim), dim, $"The tensor has {values.Length} dimensions.");
            return values[position];
        }

        // The handle must outlive the native call that `value` came from.
        private T Kept<T>(T value)
        {
            GC.KeepAlive(this);
            return value;
        }

        public override string ToString() =>
            $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";
    }
}
