#!/usr/bin/env bash
# Formats the code as the repository has it: CSharpier, 120 columns (.csharpierrc.yaml). With --check it changes nothing and says what it would.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
version=1.4.0
tools="$root/artifacts/tools/csharpier-$version"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

verb=format
if [ "${1:-}" = --check ]; then
    verb=check
fi

[ -x "$tools/csharpier" ] || dotnet tool install csharpier --version "$version" --tool-path "$tools"
cd "$root"
exec "$tools/csharpier" "$verb" src tests benchmarks build samples
