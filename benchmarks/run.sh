#!/usr/bin/env bash
# Measures this machine and prints the table; see README.md beside this file.
#   benchmarks/run.sh [part …] [--quick] [--synthetic] [--epochs N] [--threads N] [--json file]
#   benchmarks/run.sh slimming [--only name …] [--reductions 50,70] [--seeds 0] [--dense 30,45,60] [--set Property=Value …] [--cache folder] [--test]
#   benchmarks/run.sh kills [--kills 500] [--disks N] [--remotes N] [--front Tool MSBuild] [--seed N] [--log file]
#   benchmarks/run.sh kernels [arguments of BenchmarkDotNet]
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

project=Pruning.Benchmarks
if [ "${1:-}" = kernels ]; then
    shift
    project=Pruning.Benchmarks.Kernels
    set -- --artifacts "$root/artifacts/kernels" "$@"
fi

# What a build says is no result: standard output is the table's alone.
"$root/build/prepare.sh" >&2
dotnet build "$root/benchmarks/$project" -c Release -v q -clp:NoSummary >&2
exec dotnet "$root/benchmarks/$project/bin/Release/net10.0/$project.dll" "$@"
