#!/usr/bin/env bash
# MSBuild's terminal logger, as in .NET SDK 10.0.401 (MSBuild 18.9), task compiled against Microsoft.Build.Framework 18.0.2: what a long task can show.
#
# Good guess:  a message of high importance is seen while the task runs, as with the console logger; so a task of minutes can tell how far it is.
# Seen:        nothing of it. At the usual verbosity messages of tasks are not shown, neither at once nor at the end. Only in a project in which the target
#              _TestRunStart was started, extended messages of the types TLTESTPASSED and TLTESTOUTPUT are: the first as the text of the project's live line, the
#              second as a line that stays. The project's last line then says "test succeeded".
# So what:     a build step that wants to show progress there has to announce itself as a test run does, or be a target a step.
#
# Needs the .NET 10 SDK. Exits with 1 when the behaviour has changed.
set -euo pipefail

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_CLI_UI_LANGUAGE=en

mkdir task
cat > task/slow.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.Build.Utilities.Core" Version="18.0.2" ExcludeAssets="runtime" /></ItemGroup>
</Project>
XML
cat > task/Slow.cs <<'CS'
using System.Collections.Generic;
using System.Threading;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

public class Slow : Task
{
    public override bool Execute()
    {
        Log.LogMessage(MessageImportance.High, "plain: half of it is done");
        Send("TLTESTPASSED", "as a test that passed: half of it is done");
        Send("TLTESTOUTPUT", "as a test's output: half of it is done");
        Thread.Sleep(1500);
        return true;
    }

    private void Send(string kind, string text) => BuildEngine.LogMessageEvent(new ExtendedBuildMessageEventArgs(kind, text, null, "Slow", MessageImportance.High)
    {
        ExtendedMetadata = new Dictionary<string, string?> { ["localizedResult"] = "step", ["displayName"] = text },
    });
}
CS
dotnet build task -v q -o out > build.log 2>&1 || { cat build.log; exit 1; }

cat > work.proj <<'XML'
<Project DefaultTargets="Build">
  <UsingTask TaskName="Slow" AssemblyFile="out/slow.dll" />
  <Target Name="_TestRunStart" />
  <Target Name="Build"><CallTarget Targets="_TestRunStart" Condition="'$(AsTest)' == 'true'" /><Slow /><Message Importance="high" Text="work -&gt; /tmp/result" /></Target>
</Project>
XML

# What a reader sees, without what steers the terminal.
seen() {
    dotnet msbuild work.proj -tl:on "-p:AsTest=$2" > drawn.txt
    sed -e 's/\x1b\[[0-9;?]*[A-Za-z]//g' -e 's/\x1b\][^\x1b]*\x1b\\//g' drawn.txt | tr '\r' '\n' > text.txt
    for words in "plain: half" "as a test that passed: half" "as a test's output: half" "work succeeded" "work test succeeded"; do
        printf '%s, "%s": %s\n' "$1" "$words" "$(if grep -qF "$words" text.txt; then echo shown; else echo not shown; fi)"
    done
}
dotnet --version
{ seen "ordinary project" false; seen "after _TestRunStart" true; } | tee seen.txt
diff seen.txt - <<'TXT'
ordinary project, "plain: half": not shown
ordinary project, "as a test that passed: half": not shown
ordinary project, "as a test's output: half": not shown
ordinary project, "work succeeded": shown
ordinary project, "work test succeeded": not shown
after _TestRunStart, "plain: half": not shown
after _TestRunStart, "as a test that passed: half": shown
after _TestRunStart, "as a test's output: half": shown
after _TestRunStart, "work succeeded": not shown
after _TestRunStart, "work test succeeded": shown
TXT
echo "As described."
