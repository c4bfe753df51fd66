#!/usr/bin/env bash
# Prepares the machine, builds the solution, runs every test project, most of them two at a time; what one says comes when it ends.
# The last line is "N passed, N failed, N skipped"; the exit code is 0 only when something passed and nothing failed.
# A test project that does not build, crashes or leaves no results counts as one failure.
#   build/test.sh [-c Debug] [-- further arguments of dotnet test, such as --filter Category!=Slow]
set -uo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root" || exit 1
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Tests start hundreds of programs for seconds each. What the runtime learns of a program, to compile it better later, costs more than it brings.
export DOTNET_TieredPGO=0
# One process compiles for the solution and for the builds that tests start, whatever the environment says: to start one for each compilation costs
# more than most of them. It is this run's own, and ends with it.
export UseSharedCompilation=true SharedCompilationId="pruning-tests-$$"

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

end_compiler() {
    local version sdks
    version="$(dotnet --version)" || return
    sdks="$(dotnet --list-sdks | sed -n "s/^$version \[\(.*\)\]\$/\1/p")"
    dotnet exec "$sdks/$version/Roslyn/bincore/VBCSCompiler.dll" "-pipename:$SharedCompilationId" -shutdown > /dev/null 2>&1
}

./build/prepare.sh --for-tests || give_up "the machine is not prepared; see above."

projects=(tests/*/*.csproj)
for project in "${projects[@]}"; do
    grep -qF "${project//\//\\}" Pruning.Build.sln || give_up "$project is not in Pruning.Build.sln, so nothing would build it."
done

trap end_compiler EXIT
dotnet build Pruning.Build.sln -c "$configuration" -v minimal || give_up "the solution does not build."

# The value of one attribute of the first <Counters …> element.
counter() { grep -o '<Counters [^>]*' "$1" | head -n 1 | sed -n "s/.* $2=\"\([0-9]*\)\".*/\1/p"; }

results="$root/artifacts/test-results"
rm -rf "$results"
mkdir -p "$results"

as_usual=(env)
options=(-c "$configuration" --no-build --results-directory "$results"
    --logger "console;verbosity=minimal" --blame-hang-timeout 15m --blame-hang-dump-type none "$@")

# Runs projects that nobody runs yet, one after the other. What each says comes in one piece, for two may run at a time.
run() {
    local project name
    for project in "$@"; do
        name="$(basename "$project" .csproj)"
        mkdir "$results/.$name" 2> /dev/null || continue
        "${as_usual[@]}" dotnet test "$project" --logger "trx;LogFileName=$name.trx" "${options[@]}" > "$results/$name.log" 2>&1
        echo $? > "$results/$name.code"
        { flock 8; echo "== $name"; cat "$results/$name.log"; } 8> "$results/.printing"
    done
}

# Much of the time that a project takes a core is idle: its last test is a long one, or waits for a process. So two run at a time, the longest first. The
# benchmarks' tests measure time, and have the machine for themselves.
alone=(tests/*.Benchmarks.*/*.csproj)
beside=(tests/*.DotnetTool.*/*.csproj tests/*.Engine.*/*.csproj tests/*.Integration.*/*.csproj tests/*.Campaigns.*/*.csproj "${projects[@]}")
if [ "$(getconf _NPROCESSORS_ONLN)" -gt 1 ] && command -v flock > /dev/null && env --default-signal=HUP true 2> /dev/null; then
    run "${alone[@]}"
    as_usual=(env --default-signal=HUP,INT,QUIT,TERM) # what `&` starts ignores some
    run "${beside[@]}" &
    other=$!
    trap 'kill "$other" 2> /dev/null; exit 130' HUP INT TERM
    run "${beside[@]}"
    wait "$other"
else
    flock() { :; }
    run "${projects[@]}"
fi

for project in "${projects[@]}"; do
    name="$(basename "$project" .csproj)"
    trx="$results/$name.trx"
    code="$(cat "$results/$name.code")"
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
