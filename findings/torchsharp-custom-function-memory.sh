#!/usr/bin/env bash
# TorchSharp 0.107.0 with libtorch-cpu-linux-x64 2.10.0: memory of autograd functions written in C#.
#
# Good guess:  a node of torch.autograd.SingleTensorFunction holds what its forward saved for backward, and nothing else.
# Seen:        it also holds a tensor as large as each of its outputs, never written, until the graph goes: 64 MiB of output take 128 MiB of
#              address space. What the allocator gives for it is no fresh memory for long, so in a training it is resident, too.
# So what:     a network of fifty such nodes keeps all of its maps twice; give what is saved back early, and count on the rest.
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

var natives = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native");
foreach (var name in new[] { "libc10.so", "libtorch_cpu.so", "libtorch.so", "libLibTorchSharp.so" })
    NativeLibrary.Load(Path.Combine(natives, name));

const long Elements = 16 << 20; // 64 MiB of floats
const int Nodes = 8;
using var leaf = ones(1).requires_grad_();
using var plain = ones(Elements);
var kept = new List<Tensor>();
Grow(() => kept.Add(plain * leaf)); // warms up
Console.WriteLine($"a product: {Grow(() => kept.Add(plain * leaf))} MiB each");
Console.WriteLine($"a function of our own with the same output: {Grow(() => kept.Add(Product.apply(leaf, plain)))} MiB each");

// Address space, to the nearest 64 MiB: what is reserved and not written is not resident yet.
static long Grow(Action make)
{
    var before = Reserved();
    for (var i = 0; i < Nodes; i++)
        make();
    return (long)Math.Round((Reserved() - before) / (double)Nodes / 64) * 64;
}

static long Reserved() => long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmSize")).Split(':')[1].Replace("kB", "").Trim()) >> 10;

class Product : autograd.SingleTensorFunction<Product>
{
    public override string Name => nameof(Product);
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => (Tensor)vars[1] * (Tensor)vars[0];
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor gradient) => [gradient.sum().reshape(1), null!];
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
a product: 64 MiB each
a function of our own with the same output: 128 MiB each
TXT
echo "As described."
