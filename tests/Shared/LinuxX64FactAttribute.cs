using System.Runtime.InteropServices;
using Xunit;

namespace Pruning.Testing;

/// <summary>Asks the real loader of Linux on x86-64; skipped elsewhere.</summary>
internal sealed class LinuxX64FactAttribute : FactAttribute
{
    public LinuxX64FactAttribute()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            Skip = "Only on Linux x64: this is about its loader.";
    }
}
