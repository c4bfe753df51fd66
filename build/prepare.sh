#!/usr/bin/env bash
# Prepares a machine to build this repository. Where `dotnet restore` finds every package, there is nothing to do.
# Where the package feed lacks some, a local folder feed with stand-ins is made: see build/feed/README.md.
# With --for-tests also installs, as root, the programs that a few tests look at the product with.
# Idempotent, and quick when done. Exits non-zero, saying what to install, where a package manager needs rights.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
feed="$root/build/feed"
out="$feed/out"
cache="${PRUNING_FEED_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pruning-build/feed}"
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

say() { echo "prepare: $*"; }
fail() { echo "prepare: $*" >&2; exit 1; }

# shellcheck source=feed/packages.sh
source "$feed/packages.sh"

command -v dotnet >/dev/null || fail "the .NET SDK is missing; global.json says which version: https://dotnet.microsoft.com/download"

mkdir -p "$out"
exec 9>"$out/.lock"
flock 9

missing="$(missing_packages)"
if [ -z "$missing" ]; then
    rm -rf "$out/packages" "$feed/Versions.props"
    say "restore finds every package; nothing to do."
    exit 0
fi

ensure_system_libraries
fetch_nginx
[ "${1:-}" != --for-tests ] || install_test_programs
stamp="$(feed_stamp "$missing")"
if [ -f "$out/stamp" ] && [ "$(cat "$out/stamp")" = "$stamp" ] && feed_is_complete; then
    say "the local feed is up to date."
    exit 0
fi

say "the package feed lacks:" $missing
make_feed "$missing"
echo "$stamp" > "$out/stamp"
say "done: $out/packages"
