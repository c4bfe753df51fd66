using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static unsafe string __version__ => Marshal.PtrToStringUTF8((nint)Native.shim_torch_version())!;

    public static int get_num_threads() => Native.shim_get_num_threads();
    public static void set_num_threads(int num) => Native.Check(Native.shim_set_num_threads(num));
    public static int get_num_interop_threads() => Native.shim_get_num_interop_threads();
    public static void set_num_interop_threads(int num) => Native.Check(Native.shim_set_num_interop_threads(num));

    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType == DeviceType.CPU || (deviceType == DeviceType.CUDA && cuda.is_available());

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
            throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine.");
    }

    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    public static partial class random
    {
        public static Generator manual_seed(long seed)
        {
            Native.shim_manual_seed(seed);
            return Generator.Default;
        }

        public static long initial_seed() => Generator.Default.initial_seed();
        public static Tensor get_rng_state() => Generator.Default.get_state();
        public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);
    }

    /// <summary>A source of random numbers on the CPU.</summary>
    public class Generator : IDisposable
    {
        public IntPtr Handle { get; private set; }
        public Device device => CPU;

        public static Generator Default => new(Native.Check(Native.shim_generator_default()));

        public Generator(ulong seed = 0, Device? device = null) : this(Native.Check(Native.shim_generator_new(seed))) { }

        private Generator(IntPtr handle) => Handle = handle;

        ~Generator() => Dispose(false);

        public Generator manual_seed(long seed)
        {
            Native.shim_generator_seed(Handle, (ulong)seed);
            GC.KeepAlive(this);
            return this;
        }

        public long initial_seed() => (long)Native.shim_generator_initial_seed(Handle);

        public Tensor get_state() => new(Native.Check(Native.shim_generator_get_state(Handle)));

        public void set_state(Tensor value)
        {
            Native.Check(Native.shim_generator_set_state(Handle, value.Handle));
            GC.KeepAlive(value);
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (Handle != IntPtr.Zero)
                Native.shim_generator_delete(Handle);
            Handle = IntPtr.Zero;
        }
    }
}
