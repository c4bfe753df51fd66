#!/usr/bin/env bash
# Fuzzes the readers of files from outside, guided by what each input reaches, and prints a table; see fuzz.md beside this file.
#   build/fuzz.sh [reader,…|all] [seconds a reader] [--work folder]
#   build/fuzz.sh coverage [reader,…|all] [--work folder]     the share of each reader's code that the kept and the found inputs run
#   build/fuzz.sh minimise [reader,…|all] [--work folder]     writes the fewest inputs that reach as much to <work>/fewest
#   build/fuzz.sh libfuzzer reader [arguments of libFuzzer]   the same reader under libFuzzer; LIBFUZZER_DOTNET names its driver
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
project="$root/tests/Programs/Pruning.Fuzzing"
corpus="$project/Corpus"
out="$root/artifacts/fuzzing"
work="$out/work"

command=run
case "${1:-}" in coverage | minimise | libfuzzer) command="$1"; shift ;; esac
arguments=()
while [ $# -gt 0 ]; do
    if [ "$1" = --work ]; then work="$2"; shift 2; else arguments+=("$1"); shift; fi
done
readers="${arguments[0]:-all}"

# A copy of the program with our own assemblies instrumented: never those that the tests use.
#   instrument folder [SHARPFUZZ_ENABLE_ON_BRANCH_CALLBACK=1]
instrument() {
    local folder="$out/$1"
    shift
    rm -rf "$folder"
    cp -r "$project/bin/Release/net10.0" "$folder"
    local assembly
    for assembly in "$folder"/Pruning.*.dll; do
        [ "$assembly" = "$folder/Pruning.Fuzzing.dll" ] || env "$@" "$out/tools/sharpfuzz" "$assembly" Pruning
    done
}

"$root/build/prepare.sh" >&2
dotnet build "$project" -c Release -v q -clp:NoSummary >&2
mkdir -p "$out" "$work"
version="$(sed -n 's/.*"SharpFuzz" Version="\([^"]*\)".*/\1/p' "$root/Directory.Packages.props")"
[ -x "$out/tools/sharpfuzz" ] || dotnet tool install SharpFuzz.CommandLine --version "$version" --tool-path "$out/tools" >&2
# Readers write their inputs to files: into memory where the system has a folder for that.
if [ -z "${TMPDIR:-}" ] && [ -d /dev/shm ]; then export TMPDIR=/dev/shm; fi

case "$command" in
    run)
        instrument edges
        exec dotnet "$out/edges/Pruning.Fuzzing.dll" run "$readers" "${arguments[1]:-60}" "$corpus" "$work"
        ;;
    coverage)
        instrument blocks SHARPFUZZ_ENABLE_ON_BRANCH_CALLBACK=1
        exec dotnet "$out/blocks/Pruning.Fuzzing.dll" coverage "$readers" "$corpus" "$work"
        ;;
    minimise)
        instrument edges
        [ "$readers" != all ] || readers="$(dotnet "$out/edges/Pruning.Fuzzing.dll" list | paste -sd,)"
        for reader in ${readers//,/ }; do
            rm -rf "$work/fewest/$reader"
            dotnet "$out/edges/Pruning.Fuzzing.dll" fewest "$reader" "$work/fewest/$reader" "$corpus/$reader" "$work/$reader/corpus"
            echo "$reader: $(find "$work/fewest/$reader" -type f | wc -l) inputs, $(du -sb "$work/fewest/$reader" | cut -f1) bytes"
        done
        ;;
    libfuzzer)
        instrument edges
        mkdir -p "$work/$readers/corpus"
        exec "${LIBFUZZER_DOTNET:-libfuzzer-dotnet}" --target_path="$out/edges/Pruning.Fuzzing" --target_arg="libfuzzer $readers" "$work/$readers/corpus" "$corpus/$readers" "${arguments[@]:1}"
        ;;
esac
