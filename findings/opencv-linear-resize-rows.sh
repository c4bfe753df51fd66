#!/usr/bin/env bash
# OpenCvSharp4 4.13.0.20260627 with OpenCvSharp4.official.runtime.linux-x64 (OpenCV 4.13): resize of bytes with INTER_LINEAR.
#
# Good guess:  it treats rows and columns alike: a picture that is the same in all rows stays so when it is enlarged, as one that is the same in all columns does.
# Seen:        vertical stripes of 20 x 11 pixels, enlarged to 64 x 35, come out with rows that differ by one level; the same picture on its side does not.
#              Products of weights and pixels are cut off to fewer bits between the two passes, for the upper and the lower row apart, so a row that is
#              interpolated between two equal ones loses up to a level, and by how much depends on where it lies. INTER_LINEAR_EXACT keeps both.
# So what:     a letterbox that somebody writes anew (an app in another language, a shader) is a level off here and there, however exact it is, and a picture turned
#              by 90 degrees is not resized to the turned picture. Who compares pictures byte by byte has to cut off where OpenCV does.
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
  <ItemGroup>
    <PackageReference Include="OpenCvSharp4" Version="4.13.0.20260627" />
    <PackageReference Include="OpenCvSharp4.official.runtime.linux-x64" Version="4.13.0.20260627" />
  </ItemGroup>
</Project>
XML
cat > Program.cs <<'CS'
using OpenCvSharp;

var levels = new byte[20];
new Random(1).NextBytes(levels);
using var stripes = new Mat(11, 20, MatType.CV_8UC1);
for (var y = 0; y < 11; y++)
    for (var x = 0; x < 20; x++)
        stripes.Set(y, x, levels[x]);
using Mat turned = stripes.T();

foreach (var how in new[] { InterpolationFlags.Linear, InterpolationFlags.LinearExact })
{
    using var wide = new Mat();
    using var high = new Mat();
    Cv2.Resize(stripes, wide, new Size(64, 35), 0, 0, how);
    Cv2.Resize(turned, high, new Size(35, 64), 0, 0, how);
    Console.WriteLine($"{how}: stripes differ down the picture by {Spread(wide)}, the same on its side along it by {Spread(high.T())}");
}

// The most that a column's pixels differ by.
static int Spread(Mat picture)
{
    var most = 0;
    for (var x = 0; x < picture.Cols; x++)
    {
        var column = Enumerable.Range(0, picture.Rows).Select(y => (int)picture.At<byte>(y, x)).ToList();
        most = Math.Max(most, column.Max() - column.Min());
    }

    return most;
}
CS

dotnet build -c Release -v q -clp:NoSummary > build.log || { cat build.log; exit 2; }
seen="$(dotnet bin/Release/net10.0/finding.dll)"
echo "$seen"
expected="Linear: stripes differ down the picture by 1, the same on its side along it by 0
LinearExact: stripes differ down the picture by 0, the same on its side along it by 0"
[ "$seen" = "$expected" ] || { echo "The behaviour has changed."; exit 1; }
