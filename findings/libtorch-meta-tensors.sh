#!/usr/bin/env bash
# TorchSharp 0.107.0 with libtorch-cpu-linux-x64 2.10.0: which operators know tensors without values (device META).
#
# Good guess:  meta tensors are for finding shapes, so a network and its loss can go through them without memory, as in PyTorch.
# Seen:        silu, sigmoid and softplus give a shape. Convolution ("convolution_overrideable not implemented"), batch norm, log-sigmoid, so binary
#              cross-entropy with logits, and index_select raise an error: PyTorch has these kernels in Python, which libtorch comes without.
# So what:     a dry run of a network on META stops at its first layer; count shapes yourself there.
#
# Needs the .NET 10 SDK and binutils (readelf), on Linux x64. Exits with 1 when the behaviour has changed.
set -euo pipefail

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

cat > finding.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="TorchSharp" Version="0.107.0" />
    <PackageReference Include="libtorch-cpu-linux-x64" Version="2.10.0" />
  </ItemGroup>
</Project>
XML
cat > Program.cs <<'CS'
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

var natives = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native");
foreach (var name in new[] { "libc10.so", "libtorch_cpu.so", "libtorch.so", "libLibTorchSharp.so" })
    NativeLibrary.Load(Path.Combine(natives, name));

Tensor Meta(params long[] shape) => zeros(shape, ScalarType.Float32, META);
var map = Meta(1, 3, 8, 8);
Try("conv2d", () => conv2d(map, Meta(4, 3, 3, 3)));
Try("batch_norm", () => batch_norm(map, Meta(3), Meta(3), Meta(3), Meta(3), training: true));
Try("silu", () => silu(map));
Try("sigmoid", () => map.sigmoid());
Try("softplus", () => softplus(map));
Try("log_sigmoid", () => logsigmoid(map));
Try("binary_cross_entropy_with_logits", () => binary_cross_entropy_with_logits(map, map));
Try("index_select", () => map.index_select(0, zeros([1], ScalarType.Int64, META)));

static void Try(string name, Func<Tensor> run)
{
    try
    {
        Console.WriteLine($"{name}: a shape of {run().ndim} dimensions");
    }
    catch (ExternalException failure)
    {
        var known = failure.Message.Contains("attempted to run this operator with Meta tensors") || failure.Message.Contains("convolution_overrideable not implemented");
        Console.WriteLine($"{name}: {(known ? "no kernel for Meta tensors" : failure.Message)}");
    }
}
CS
dotnet build -v q -o out > build.log 2>&1 || { cat build.log; exit 1; }

# Older systems lack a symbol version that the library names and does not use; marked weak, it does not matter.
library=out/runtimes/linux-x64/native/libLibTorchSharp.so
ldd "$library" > needs.txt 2>&1 || true
if grep -q 'GLIBCXX_3.4.32' needs.txt; then
    readelf -V "$library" > versions.txt
    table="$(awk '/Version needs section/ { found = 1 } found && /Offset:/ { print $4; found = 0 }' versions.txt)"
    entry="$(awk '/Name: GLIBCXX_3.4.32 / { sub(":", "", $1); print $1 }' versions.txt)"
    printf '\002' | dd of="$library" bs=1 seek=$((table + entry + 4)) conv=notrunc status=none
fi

dotnet out/finding.dll | tee seen.txt
diff seen.txt - <<'TXT'
conv2d: no kernel for Meta tensors
batch_norm: no kernel for Meta tensors
silu: a shape of 4 dimensions
sigmoid: a shape of 4 dimensions
softplus: a shape of 4 dimensions
log_sigmoid: no kernel for Meta tensors
binary_cross_entropy_with_logits: no kernel for Meta tensors
index_select: no kernel for Meta tensors
TXT
echo "As described."
