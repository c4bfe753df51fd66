#!/usr/bin/env bash
# Builds the sample app, whose build makes its model, and runs it on a picture. Quick when nothing changed.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

"$root/build/prepare.sh"

# The packages, as a user gets them: the sample uses Pruning.Tasks, which carries the engine, and Pruning.Runtime. Skipped while no source is newer.
packages="$root/artifacts/packages"
package="$packages/Pruning.Tasks.0.1.0-dev.nupkg"
newer() {
    for name in Pruning.Tasks Pruning.DotnetTool Pruning.Templates Pruning.Runtime; do
        [ -f "$packages/$name.0.1.0-dev.nupkg" ] || return 0
    done
    [ -n "$(find "$root/src" "$root"/Directory.*.props "$root/global.json" "$root/build/feed/Missing.props" \
        -type f -not -path '*/obj/*' -not -path '*/bin/*' -newer "$package" -print -quit 2>/dev/null)" ]
}
if newer; then
    echo "sample: packing the build tasks with the engine, the tool, the templates and the runtime"
    for project in Pruning.DotnetTool Pruning.Tasks Pruning.Templates Pruning.Runtime; do
        dotnet build "$root/src/$project" -v q -clp:NoSummary
    done
    touch "$package"
fi

# NuGet never looks again at a version that it has unpacked once, and this one may come from another checkout.
unpacked="$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')"
for name in Pruning.Tasks Pruning.DotnetTool Pruning.Runtime; do
    id="$(echo "$name" | tr '[:upper:]' '[:lower:]')"
    copy="$unpacked/$id/0.1.0-dev"
    if [ -d "$copy" ] && ! cmp -s "$packages/$name.0.1.0-dev.nupkg" "$copy/$id.0.1.0-dev.nupkg"; then
        rm -rf "$copy"
    fi
done

echo "sample: building samples/ShapesApp"
dotnet build "$root/samples/ShapesApp" -v m -clp:NoSummary

picture="$root/samples/ShapesDetector/dataset/images/test/00007.png"
echo "sample: running it on $picture"
dotnet "$root/samples/ShapesApp/bin/Debug/net10.0/ShapesApp.dll" "$picture" "$root/artifacts/annotated.png"
