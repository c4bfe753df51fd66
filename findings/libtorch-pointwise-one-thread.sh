#!/usr/bin/env bash
# TorchSharp 0.107.0 with libtorch-cpu-linux-x64 2.10.0: which library computes a 1x1 convolution.
#
# Good guess:  convolutions of float32 maps go to oneDNN, whatever the number of images and threads; eight images take half the time of sixteen.
# Seen:        with one thread and fewer than 16 images, a 1x1 convolution of stride 1 makes no oneDNN primitive: libtorch multiplies matrices itself.
#              The same pixels as 16 flatter images ([8, C, H, W] as [16, C, H/2, W]) do, as do two threads, a 3x3 kernel or a stride of 2.
# So what:     a worker with one thread and a small batch computes half of a YOLOv5's layers by another, slower way, and to other bits. Where memory lies
#              pixel by pixel, regrouping the images is a view.
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

// oneDNN itself tells of each primitive on the standard output (ONEDNN_VERBOSE=1).
set_num_threads(int.Parse(args[0]));
long Number(int index) => long.Parse(args[index]);
var map = ones(Number(1), Number(2), 32, 64).permute(0, 3, 1, 2); // [B, C, H, W], in the memory of pixels
using var frozen = no_grad();
conv2d(map, ones(64, 64, Number(3), Number(3)), strides: [Number(4), Number(4)]);
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

say() {
    local title="$1"
    shift
    local calls
    calls="$(ONEDNN_VERBOSE=1 dotnet out/finding.dll "$@" 2> /dev/null | grep -c ',exec,cpu,convolution,' || true)"
    echo "$title: $calls"
}
{
    say "1 thread, 8 images of 32 rows, 1x1" 1 8 32 1 1
    say "1 thread, 16 images of 16 rows, 1x1" 1 16 16 1 1
    say "2 threads, 8 images of 32 rows, 1x1" 2 8 32 1 1
    say "1 thread, 8 images of 32 rows, 3x3" 1 8 32 3 1
    say "1 thread, 8 images of 32 rows, 1x1, stride 2" 1 8 32 1 2
} | tee seen.txt
diff seen.txt - <<'TXT'
1 thread, 8 images of 32 rows, 1x1: 0
1 thread, 16 images of 16 rows, 1x1: 1
2 threads, 8 images of 32 rows, 1x1: 1
1 thread, 8 images of 32 rows, 3x3: 1
1 thread, 8 images of 32 rows, 1x1, stride 2: 1
TXT
echo "As described."
