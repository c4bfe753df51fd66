// Stands in for the engine in tests of the build, which the real one would keep waiting for minutes. It answers the
// same command line, keeps a diary of its calls beside the project (engine-calls.txt), and does what engine-script.txt
// beside the project tells it to.
using System.Runtime.InteropServices;
using Pruning.FakeEngine;

if (
    args is not (["engine", "--request", var requestFile, "--stage", var stage, "--attended", .. var more])
    || more is not ([] or ["--terminal"])
)
{
    Console.Error.WriteLine($"fake-engine: unexpected arguments: {string.Join(' ', args)}");
    return 3;
}

while (true)
{
    var exitCode = Run(stage, out var leaves);
    if (exitCode != 0 || leaves)
        return exitCode;
    Console.WriteLine($"awaiting: what comes after {stage}");
    if (Console.In.ReadLine() is not { } next)
        return 0;
    stage = next;
}

int Run(string stage, out bool leaves)
{
    var request = FakeRequest.Read(requestFile);
    var script = FakeScript.Read(request.ProjectFolder, stage);
    leaves = script.Leaves;
    request.Note(stage);
    Console.WriteLine($"{stage}: progress");
    foreach (var line in script.Lines)
        Console.WriteLine(line);
    Thread.Sleep(script.Pause);
    if (script.Hangs)
    {
        var asked = 0;
        void Stop(string why)
        {
            if (Interlocked.Exchange(ref asked, 1) != 0)
                return;
            request.Note(script.IgnoresTermination ? "asked in vain" : why);
            if (script.IgnoresTermination)
                return;
            Environment.Exit(1);
        }

        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            Stop("stopped");
        });
        new Thread(() =>
        {
            Console.In.ReadToEnd();
            Stop("left alone");
        })
        {
            IsBackground = true,
        }.Start();
        request.Note($"hangs as {Environment.ProcessId}");
        while (script.Chatters)
        {
            Console.WriteLine($"{stage}: still at it");
            Thread.Sleep(100);
        }

        Thread.Sleep(Timeout.Infinite);
    }

    if (script.Crashes)
        throw new InvalidOperationException("a bug");
    if (script.Pending is { } pending)
        File.WriteAllLines(
            Path.Combine(request.OutputDirectory, "pending.txt"),
            pending.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
    if (stage == "gate")
        FakeModel.Write(request, script.ExitCode == 0, script.Signs);
    return script.ExitCode;
}
