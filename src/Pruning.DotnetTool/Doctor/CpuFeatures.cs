using System.Collections.Immutable;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Pruning.DotnetTool.Doctor;

/// <summary>The instruction sets that decide how fast the numeric work is.</summary>
internal static class CpuFeatures
{
    public static ImmutableArray<string> Detect()
    {
        (string Name, bool Present)[] known =
        [
            ("sse4.2", Sse42.IsSupported),
            ("avx", Avx.IsSupported),
            ("avx2", Avx2.IsSupported),
            ("fma", Fma.IsSupported),
            ("avx512f", Avx512F.IsSupported),
            ("avx512bw", Avx512BW.IsSupported),
            ("avx512vbmi", Avx512Vbmi.IsSupported),
            ("neon", AdvSimd.IsSupported),
        ];
        return [.. known.Where(feature => feature.Present).Select(feature => feature.Name)];
    }
}
