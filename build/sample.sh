#!/usr/bin/env bash
# Builds the sample app, whose build makes its model, and runs it on a picture. Quick when nothing changed.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

"$root/build/prepare.sh"

# The packages that the sample uses, as a user gets them: Pruning.Tasks carries the engine. Skipped while no source is newer.
packages="$root/artifacts/packages"
package="$packages/Pruning.Tasks.0.1.0-dev.nupkg"
newer() {
    [ ! -f "$package" ] && return 0
    [ -n "$(find "$root/src" "$root"/Directory.*.props "$root/global.json" "$root/build/feed/Missing.props" \
        -type f -not -path '*/obj/*' -not -path '*/bin/*' -newer "$package" -print -quit 2>/dev/null)" ]
}
if newer; then
    echo "sample: packing the build tasks and the engine"
    dotnet build "$root/src/Pruning.Tasks" -v q -clp:NoSummary
    touch "$package"
fi

# NuGet never looks again at a version that it has unpacked once, and this one may come from another checkout.
unpacked="$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')/pruning.tasks/0.1.0-dev"
if [ -d "$unpacked" ] && ! cmp -s "$package" "$unpacked/pruning.tasks.0.1.0-dev.nupkg"; then
    rm -rf "$unpacked"
fi

echo "sample: building samples/ShapesApp"
dotnet build "$root/samples/ShapesApp" -v m -clp:NoSummary

picture="$root/samples/ShapesDetector/dataset/images/test/00007.png"
echo "sample: running it on $picture"
dotnet "$root/samples/ShapesApp/bin/Debug/net10.0/ShapesApp.dll" "$picture" "$root/artifacts/annotated.png"
