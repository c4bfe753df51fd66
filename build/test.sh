#!/usr/bin/env bash
# Prepares the machine, builds the solution, runs every test project.
# The last line is "N passed, N failed, N skipped"; the exit code is 0 only when something passed and nothing failed.
# A test project that does not build, crashes or leaves no results counts as one failure.
#   build/test.sh [-c Debug] [-- further arguments of dotnet test, such as --filter Category!=Slow]
set -uo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root" || exit 1
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# A shell's `nohup` or `&` leaves signals ignored in all that it starts, and tests send them.
if [ -z "${PRUNING_SIGNALS_ARE_DEFAULT:-}" ] && env --default-signal=HUP true 2> /dev/null; then
    PRUNING_SIGNALS_ARE_DEFAULT=1 exec env --default-signal=HUP,INT,QUIT,TERM "$root/build/test.sh" "$@"
fi

configuration=Release
if [ "${1:-}" = -c ]; then configuration="$2"; shift 2; fi
[ "${1:-}" != -- ] || shift

passed=0 failed=0 skipped=0
finish() {
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
    exit
}
give_up() { echo "test: $*" >&2; failed=$((failed + 1)); finish; }

./build/prepare.sh --for-tests || give_up "the machine is not prepared; see above."

projects=(tests/*/*.csproj)
for project in "${projects[@]}"; do
    grep -qF "${project//\//\\}" Pruning.Build.sln || give_up "$project is not in Pruning.Build.sln, so nothing would build it."
done

dotnet build Pruning.Build.sln -c "$configuration" -v minimal || give_up "the solution does not build."

# The value of one attribute of the first <Counters …> element.
counter() { grep -o '<Counters [^>]*' "$1" | head -n 1 | sed -n "s/.* $2=\"\([0-9]*\)\".*/\1/p"; }

results="$root/artifacts/test-results"
rm -rf "$results"
for project in "${projects[@]}"; do
    name="$(basename "$project" .csproj)"
    trx="$results/$name.trx"
    echo "== $name"
    dotnet test "$project" -c "$configuration" --no-build --logger "trx;LogFileName=$name.trx" --results-directory "$results" \
        --logger "console;verbosity=minimal" --blame-hang-timeout 15m --blame-hang-dump-type none "$@"
    code=$?
    total="$( [ -f "$trx" ] && counter "$trx" total)"
    if [ -z "$total" ]; then
        echo "test: $name left no results (exit code $code)." >&2
        failed=$((failed + 1))
        continue
    fi
    executed="$(counter "$trx" executed)" good="$(counter "$trx" passed)"
    passed=$((passed + good))
    failed=$((failed + executed - good))
    skipped=$((skipped + total - executed))
    if [ "$code" -ne 0 ] && [ "$executed" -eq "$good" ]; then
        echo "test: $name ended with exit code $code although no test failed: it crashed." >&2
        failed=$((failed + 1))
    fi
done
finish
