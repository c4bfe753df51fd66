#!/usr/bin/env bash
# Microsoft.ML.OnnxRuntime 1.31.1: the size that Resize gives where it is told by scales.
#
# Good guess:  Resize with the scales r / n makes r of n pixels.
# Seen:        the product is of 32-bit floats and rounded down, so 224 / 736 makes 223 of 736 pixels, 416 / 704 makes 415 of 704. 224 / 320 makes 224 of
#              320, but whoever infers shapes has multiplied in 64 bits: it is told to expect 223, and each session warns. The next float above the quotient
#              gives what was meant to both, and so does the input 'sizes', which has to name the batch as well.
# So what:     a detector whose file reduces its own pictures fails at sizes that nobody tried: maps of 223 pixels do not line up with strides of 32.
#
# Needs the .NET 10 SDK, on Linux x64. Exits with 1 when the behaviour has changed.
set -euo pipefail

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

cat > finding.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.ML.OnnxRuntime" Version="1.31.1" /></ItemGroup>
</Project>
XML
cat > Program.cs <<'CS'
using System.Text;
using Microsoft.ML.OnnxRuntime;

foreach (var (whole, reduced) in new[] { (320, 224), (736, 224), (704, 416) })
{
    var share = (float)reduced / whole;
    Console.WriteLine($"{reduced} of {whole}: by scales {Side(whole, Scales(share))}, by the next float {Side(whole, Scales(MathF.BitIncrement(share)))}, by sizes {Side(whole, Sizes(reduced))}");
}

static long Side(int whole, (byte[] Tensor, bool AreSizes) how)
{
    using var session = new InferenceSession(Model(whole, how.Tensor, how.AreSizes));
    using var picture = OrtValue.CreateTensorValueFromMemory(new float[whole * whole], [1, 1, whole, whole]);
    using var run = new RunOptions();
    using var results = session.Run(run, ["picture"], [picture], ["reduced"]);
    return results[0].GetTensorTypeAndShape().Shape[2];
}

// TensorProto: dims, data type (1 float, 7 int64), name, raw data.
static (byte[], bool) Scales(float share) => (Tensor(1, new float[] { 1, 1, share, share }.SelectMany(BitConverter.GetBytes)), false);

static (byte[], bool) Sizes(long side) => (Tensor(7, new long[] { 1, 1, side, side }.SelectMany(BitConverter.GetBytes)), true);

static byte[] Tensor(ulong type, IEnumerable<byte> values) => [.. Number(1, 4), .. Number(2, type), .. Text(8, "how"), .. Bytes(9, [.. values])];

// ModelProto: version 8, operator set 17, and a graph of one node.
static byte[] Model(int whole, byte[] tensor, bool areSizes)
{
    byte[] node =
    [
        .. Text(1, "picture"), .. Text(1, ""), .. Text(1, areSizes ? "" : "how"), .. areSizes ? Text(1, "how") : [], .. Text(2, "reduced"), .. Text(4, "Resize"),
        .. Bytes(5, [.. Text(1, "mode"), .. Text(4, "linear"), .. Number(20, 3)]),
    ];
    byte[] graph = [.. Bytes(1, node), .. Text(2, "graph"), .. Bytes(5, tensor), .. Bytes(11, Value("picture", whole)), .. Bytes(12, Value("reduced", null))];
    return [.. Number(1, 8), .. Bytes(7, graph), .. Bytes(8, [.. Text(1, ""), .. Number(2, 17)])];
}

// ValueInfoProto: floats [1, 1, side, side], or of open sides.
static byte[] Value(string name, int? side)
{
    byte[] one = Bytes(1, Number(1, 1)), open = Bytes(1, side is { } pixels ? Number(1, (ulong)pixels) : []);
    byte[] shape = [.. one, .. one, .. open, .. open];
    return [.. Text(1, name), .. Bytes(2, Bytes(1, [.. Number(1, 1), .. Bytes(2, shape)]))];
}

static byte[] Number(int field, ulong value) => [.. Varint((ulong)field << 3), .. Varint(value)];

static byte[] Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

static byte[] Bytes(int field, byte[] value) => [.. Varint(((ulong)field << 3) | 2), .. Varint((ulong)value.Length), .. value];

static byte[] Varint(ulong value) => value < 128 ? [(byte)value] : [(byte)(value | 128), .. Varint(value >> 7)];
CS
dotnet build -v q -o out > build.log 2>&1 || { cat build.log; exit 1; }

dotnet out/finding.dll 2> warned.txt | tee seen.txt
diff seen.txt - <<'TXT'
224 of 320: by scales 224, by the next float 224, by sizes 224
224 of 736: by scales 223, by the next float 224, by sizes 224
416 of 704: by scales 415, by the next float 416, by sizes 416
TXT
grep -o 'Expected shape from model of {1,1,223,223} does not match actual shape of {1,1,224,224}' warned.txt | head -1 | grep . || { cat warned.txt; exit 1; }
echo "As described."
