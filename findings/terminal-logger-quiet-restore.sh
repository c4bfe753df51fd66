#!/usr/bin/env bash
# MSBuild's terminal logger, as in .NET SDK 10.0.401 (MSBuild 18.9), at quiet verbosity, which `dotnet run` uses: what its live line says.
#
# Good guess:  quiet leaves lines away, but the live line at the bottom follows the build from restore to the last target, as at other verbosities.
# Seen:        the line stays at "Restore" to the end, however long the build takes: the end of the restore is not noticed where the restore has neither warnings
#              nor errors. With -v m the targets that run are shown. `dotnet run` without -v is quiet, so its users see a restore that never ends.
# So what:     whoever waits for a slow build under `dotnet run` should start it with -v m; a build step cannot make itself seen there.
#
# Needs the .NET 10 SDK. Exits with 1 when the behaviour has changed.
set -euo pipefail

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_CLI_UI_LANGUAGE=en MSBUILDTERMINALLOGGER=on

mkdir app
cat > app/app.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <Target Name="TakesItsTime" BeforeTargets="CoreCompile"><Exec Command="sleep 2" /></Target>
</Project>
XML
echo 'System.Console.WriteLine("it runs");' > app/Program.cs

seen() {
    rm -rf app/obj app/bin
    dotnet run --project app "${@:2}" > drawn.txt
    sed -e 's/\x1b\[[0-9;?]*[A-Za-z]//g' -e 's/\x1b\][^\x1b]*\x1b\\//g' drawn.txt | tr '\r' '\n' > text.txt
    for words in "Restore (" "TakesItsTime (" "it runs"; do
        printf '%s, "%s": %s\n' "$1" "$words" "$(if grep -qF "$words" text.txt; then echo shown; else echo not shown; fi)"
    done
}
dotnet --version
{ seen "dotnet run"; seen "dotnet run -v m" -v m; } | tee seen.txt
diff seen.txt - <<'TXT'
dotnet run, "Restore (": shown
dotnet run, "TakesItsTime (": not shown
dotnet run, "it runs": shown
dotnet run -v m, "Restore (": shown
dotnet run -v m, "TakesItsTime (": shown
dotnet run -v m, "it runs": shown
TXT
echo "As described."
