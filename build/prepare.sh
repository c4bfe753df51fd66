#!/usr/bin/env bash
# Prepares a machine to build this repository. Where the package feed has every package, there is nothing to do.
# Where it lacks Verify.Xunit, a stand-in for the tests is made; where it lacks OpenCV for other systems, references to it are left out:
# see build/feed/README.md. Needs the .NET SDK and no rights. Idempotent, and quick when done.
# With --for-tests also brings, where it can, the programs that a few tests look at the product with.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
feed="$root/build/feed"
out="$feed/out"
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

say() { echo "prepare: $*"; }
fail() { echo "prepare: $*" >&2; exit 1; }

# shellcheck source=feed/packages.sh
source "$feed/packages.sh"
# shellcheck source=feed/programs.sh
source "$feed/programs.sh"

command -v dotnet >/dev/null || fail "the .NET SDK is missing; global.json says which version: https://dotnet.microsoft.com/download"

mkdir -p "$out"
exec 9>"$out/.lock"
flock 9

[ "${1:-}" != --for-tests ] || bring_test_programs

missing="$(missing_packages)"
write_missing "$missing"
case " $missing " in
    *" Verify.Xunit "*) make_stand_in ;;
    *) rm -rf "$out/packages" ;;
esac
if [ -n "$missing" ]; then say "done; the package feed lacks: $missing."; else say "the package feed has every package; nothing to do."; fi
