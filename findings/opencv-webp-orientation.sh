#!/usr/bin/env bash
# OpenCvSharp4 4.13.0.20260627 (OpenCV 4.13): turning WebP pictures by their EXIF orientation.
#
# Good guess:  a WebP file whose EXIF says "turned" is decoded upright, as a JPEG is.
# Seen:        only where the EXIF chunk begins with the TIFF header, as the WebP specification has it. With "Exif\0\0" before it, which is how
#              JPEG files carry the same bytes and how some programs copy them, the orientation is ignored without a word: 20x30 stays 20x30.
#              PNG's eXIf chunk is heeded before and behind the picture data.
# So what:     the same photograph has other boxes after a conversion of formats; look at the bytes and not at the extension.
#
# Needs the .NET 10 SDK; on Linux without GTK also apt-get, for patchelf. Exits with 1 when the behaviour has changed.
set -euo pipefail

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

cat > finding.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="OpenCvSharp4" Version="4.13.0.20260627" />
    <PackageReference Include="OpenCvSharp4.official.runtime.linux-x64" Version="4.13.0.20260627" />
  </ItemGroup>
</Project>
XML
cat > Program.cs <<'CS'
using System.Buffers.Binary;
using OpenCvSharp;

// Orientation 6: to be turned by a quarter, so 20 rows of 30 columns become 30 rows of 20.
byte[] exif = [.. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
using var picture = new Mat(20, 30, MatType.CV_8UC3, Scalar.All(90));
Cv2.ImEncode(".webp", picture, out var webp);
Cv2.ImEncode(".png", picture, out var png);
Console.WriteLine($"webp, TIFF header first: {Size(WebP(exif))}");
Console.WriteLine($"webp, Exif00 first: {Size(WebP([.. "Exif\0\0"u8, .. exif]))}");
Console.WriteLine($"png, before the picture: {Size([.. png[..33], .. Chunk(), .. png[33..]])}");
Console.WriteLine($"png, behind the picture: {Size([.. png[..^12], .. Chunk(), .. png[^12..]])}");

string Size(byte[] file)
{
    using var decoded = Cv2.ImDecode(file, ImreadModes.Color);
    return $"{decoded.Rows}x{decoded.Cols}";
}

byte[] WebP(byte[] notes)
{
    byte[] body = [.. "WEBPVP8X"u8, 10, 0, 0, 0, 8, 0, 0, 0, 29, 0, 0, 19, 0, 0, .. webp[12..], .. "EXIF"u8, .. BitConverter.GetBytes(notes.Length), .. notes];
    return [.. "RIFF"u8, .. BitConverter.GetBytes(body.Length), .. body];
}

byte[] Chunk()
{
    byte[] named = [.. "eXIf"u8, .. exif];
    var sum = uint.MaxValue;
    foreach (var value in named)
    {
        sum ^= value;
        for (var bit = 0; bit < 8; bit++)
            sum = (sum & 1) != 0 ? 0xEDB88320 ^ (sum >> 1) : sum >> 1;
    }

    var (length, check) = (new byte[4], new byte[4]);
    BinaryPrimitives.WriteInt32BigEndian(length, exif.Length);
    BinaryPrimitives.WriteUInt32BigEndian(check, ~sum);
    return [.. length, .. named, .. check];
}
CS
dotnet build -v q -o out > build.log 2>&1 || { cat build.log; exit 1; }

# The library asks for a desktop, which a server has not and this does not use.
library=out/runtimes/linux-x64/native/libOpenCvSharpExtern.so
ldd "$library" > needs.txt
if grep -q 'not found' needs.txt; then
    (apt-get download patchelf && dpkg -x patchelf_*.deb .) > apt.log 2>&1 || { cat apt.log; exit 1; }
    for missing in $(awk '/not found/ { print $1 }' needs.txt | sort -u); do
        ./usr/bin/patchelf --replace-needed "$missing" libc.so.6 "$library" 2> /dev/null || true
    done
fi

dotnet out/finding.dll | tee seen.txt
diff seen.txt - <<'TXT'
webp, TIFF header first: 30x20
webp, Exif00 first: 20x30
png, before the picture: 30x20
png, behind the picture: 30x20
TXT
echo "As described."
