using System.Globalization;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public class Device
    {
        public DeviceType type { get; }
        public int index { get; } = -1;

        public Device(string description)
        {
            var parts = description.Split(':');
            type = Parse(parts[0]);
            if (parts.Length == 2)
                index = int.Parse(parts[1], CultureInfo.InvariantCulture);
            else if (parts.Length > 2)
                throw new ArgumentException($"Invalid device string: '{description}'", nameof(description));
        }

        public Device(string deviceType, int index = -1) : this(Parse(deviceType), index) { }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        public Device(int index) : this(DeviceType.CUDA, index) { }

        public override string ToString() =>
            type.ToString().ToLowerInvariant() + (index >= 0 ? ":" + index.ToString(CultureInfo.InvariantCulture) : "");

        public static implicit operator Device(string description) => new(description);

        private static DeviceType Parse(string name) => name.ToLowerInvariant() switch
        {
            "cpu" => DeviceType.CPU,
            "cuda" => DeviceType.CUDA,
            "mps" => DeviceType.MPS,
            "meta" => DeviceType.META,
            _ => throw new ArgumentException($"Unknown device type: '{name}'", nameof(name)),
        };
    }

    public static readonly Device CPU = new(DeviceType.CPU, -1);
    public static readonly Device META = new(DeviceType.META, -1);
    public static Device CUDA { get; } = new(DeviceType.CUDA, -1);

    public static Device device(string description) => new(description);
    public static Device device(string deviceType, int index = -1) => new(deviceType, index);
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);
    public static Device device(int index) => new(DeviceType.CUDA, index);

    public static bool cuda_is_available() => cuda.is_available();
    public static bool mps_is_available() => false;

    public static partial class cuda
    {
        public static bool is_available() => Native.shim_cuda_available() != 0;
        public static bool is_cudnn_available() => is_available();
        public static int device_count() => Native.shim_cuda_device_count();
        public static void manual_seed(long seed) => torch.manual_seed(seed);
        public static void manual_seed_all(long seed) => torch.manual_seed(seed);

        /// <summary>Waits for the device. Where there is none there is nothing to wait for.</summary>
        public static void synchronize(Device? device = null)
        {
            if (is_available())
                throw new NotSupportedException("The system's libtorch is driven on the CPU only; use the published TorchSharp package for CUDA.");
        }
    }
}
