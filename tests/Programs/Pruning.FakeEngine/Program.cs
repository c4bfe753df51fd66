// Stands in for the engine in tests of the build, which the real one would keep waiting for minutes. It answers the same command line, keeps
// a diary of its calls beside the project (engine-calls.txt), and does what engine-script.txt beside the project tells it to.
using System.Runtime.InteropServices;
using Pruning.FakeEngine;

if (args is not ["engine", "--request", var requestFile, "--stage", var stage])
{
    Console.Error.WriteLine($"fake-engine: unexpected arguments: {string.Join(' ', args)}");
    return 3;
}

var request = FakeRequest.Read(requestFile);
var script = FakeScript.Read(request.ProjectFolder, stage);
request.Note(stage);
Console.WriteLine($"{stage}: progress");
foreach (var line in script.Lines)
    Console.WriteLine(line);
if (script.Hangs)
{
    using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
    {
        context.Cancel = true;
        if (script.IgnoresTermination)
            return;
        request.Note("stopped");
        Environment.Exit(1);
    });
    request.Note("hangs");
    Thread.Sleep(Timeout.Infinite);
}

if (script.Crashes)
    throw new InvalidOperationException("a bug");
if (script.Pending is { } pending)
    File.WriteAllLines(Path.Combine(request.OutputDirectory, "pending.txt"), pending.Split(' ', StringSplitOptions.RemoveEmptyEntries));
if (stage == "gate")
    FakeModel.Write(request, script.ExitCode == 0);
return script.ExitCode;
