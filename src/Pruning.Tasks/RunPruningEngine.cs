using System;
using System.IO;
using System.Threading;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Pruning.Tasks;

/// <summary>
/// Runs the engine up to a stage, as a child process: libtorch never enters the build's own. The process that ran the
/// stage before goes on where it still waits. Its diagnostics become the build's, its other lines progress messages.
/// </summary>
/// <remarks>
/// Not a <see cref="ToolTask"/>: that one kills its process at once when the build is cancelled, and the engine would
/// lose what it trained since its last checkpoint.
/// </remarks>
[MSBuildMultiThreadableTask]
public sealed class RunPruningEngine : Task, ICancelableTask, IDisposable
{
    // What the engine's lines begin with that only a detailed log wants.
    private const string DetailPrefix = "detail: ";

    // What they begin with that somebody at a terminal wants to see go on, and to keep.
    private const string ProgressPrefix = "progress: ";
    private const string NoticePrefix = "notice: ";
    private const string FarewellPrefix = "dotnet-prune: stopped";

    private readonly ManualResetEvent _stop = new(initialState: false);
    private WarningDeduplicator? _said;
    private TerminalStatus? _terminal;
    private string? _crash;

    /// <summary><c>dotnet-prune.dll</c>, the folder that holds it, or a program that stands in for it.</summary>
    [Required]
    public string Engine { get; set; } = "";

    /// <summary>The <c>dotnet</c> that runs a managed engine; empty for the one on the path.</summary>
    public string Host { get; set; } = "";

    [Required]
    public string RequestFile { get; set; } = "";

    /// <summary>The stage to run up to, as the engine names it: <c>sparse-train</c>.</summary>
    [Required]
    public string Stage { get; set; } = "";

    /// <summary>Whether the build wants no stage after this one: the engine need not wait for more.</summary>
    public bool IsLast { get; set; }

    /// <summary>The project that messages without a place of their own are about.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>Whether the build shows progress on a terminal, in <see cref="TerminalStatus"/>'s way.</summary>
    public bool ShowProgress { get; set; }

    /// <summary>What the terminal shows beside the project's name.</summary>
    public string TargetFramework { get; set; } = "";

    /// <summary>For tests and the curious; −1 where the engine did not start.</summary>
    [Output]
    public int ExitCode { get; private set; } = -1;

    private WarningDeduplicator Said => _said ??= WarningDeduplicator.For(BuildEngine, Project);

    private string EnginePath => Directory.Exists(Engine) ? Path.Combine(Engine, "dotnet-prune.dll") : Engine;

    public override bool Execute()
    {
        if (!File.Exists(EnginePath))
        {
            Error(
                TaskCodes.EngineMissing,
                $"The pruning engine '{EnginePath}' does not exist, so nothing can be trained or exported. "
                    + $"Restore the Pruning.Tasks package again (delete its folder in the package cache if it is "
                    + $"incomplete), or correct PruningToolPath."
            );
            return false;
        }

        _terminal = ShowProgress
            ? TerminalStatus.Find(BuildEngine, Path.GetFileNameWithoutExtension(Project), TargetFramework)
            : null;
        if (Begin() is not { } engine)
            return false;
        var isKept = false;
        try
        {
            ExitCode = Finish(engine, out var waits);
            var isGood = IsSuccess();
            isKept = waits && isGood && !IsLast && WaitingEngine.Keep(BuildEngine, RequestFile, engine);
            return isGood;
        }
        finally
        {
            if (!isKept)
                engine.Dispose();
        }
    }

    private int Finish(EngineProcess engine, out bool waits)
    {
        // Training takes minutes: this node can build other projects meanwhile.
        var node = BuildEngine as IBuildEngine3;
        node?.Yield();
        try
        {
            var exitCode = engine.Finish(Receive, _stop);
            waits = exitCode is null;
            return exitCode ?? 0;
        }
        finally
        {
            node?.Reacquire();
        }
    }

    // Null where there is none, which has been said.
    private EngineProcess? Begin()
    {
        if (WaitingEngine.Take(BuildEngine, RequestFile) is { } waiting)
        {
            if (waiting.Ask(Stage))
            {
                Log.LogMessage(MessageImportance.Normal, "{0}", $"The engine goes on with stage '{Stage}'.");
                return waiting;
            }

            waiting.Dispose();
        }

        var (program, arguments) = CommandLine();
        Log.LogCommandLine(MessageImportance.Normal, program + " " + arguments);
        try
        {
            return EngineProcess.Start(program, arguments, Path.GetDirectoryName(Project)!);
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            Error(
                TaskCodes.EngineMissing,
                $"'{program}' cannot be started: {failure.Message}. It runs the pruning engine; see that it "
                    + $"exists and may be executed, or correct PruningToolPath."
            );
            return null;
        }
    }

    /// <summary>The engine is asked to stop, and gets some seconds.</summary>
    public void Cancel() => _stop.Set();

    public void Dispose() => _stop.Dispose();

    private bool IsSuccess()
    {
        if (_stop.WaitOne(0))
            return false;
        // The engine's own errors say all there is to say.
        if (ExitCode != 0 && !Log.HasLoggedErrors)
            Error(TaskCodes.EngineStopped, EngineExit.Describe(ExitCode, Stage, _crash));
        return ExitCode == 0 && !Log.HasLoggedErrors;
    }

    private (string Program, string Arguments) CommandLine()
    {
        var builder = new CommandLineBuilder();
        var program = EnginePath;
        if (program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        {
            // A machine with only a later runtime builds as well.
            builder.AppendTextUnquoted("--roll-forward Major ");
            builder.AppendFileNameIfNotNull(program);
            program = Host.Length > 0 ? Host : "dotnet";
        }

        builder.AppendSwitch("engine");
        builder.AppendSwitchIfNotNull("--request ", RequestFile);
        builder.AppendSwitchIfNotNull("--stage ", Stage);
        builder.AppendSwitch("--attended");
        if (_terminal is not null)
            builder.AppendSwitch("--terminal");
        return (program, builder.ToString());
    }

    private void Receive(string line)
    {
        if (EngineMessage.Parse(line) is { } message)
        {
            // Errors are what a task fails with: each says its own.
            if (message.IsError || Said.IsNew(line))
                Report(message);
            return;
        }

        if (line.StartsWith(DetailPrefix, StringComparison.Ordinal))
        {
            Log.LogMessage(MessageImportance.Low, "{0}", line.Substring(DetailPrefix.Length));
            return;
        }

        if (line.StartsWith(ProgressPrefix, StringComparison.Ordinal))
        {
            _terminal?.Show(line.Substring(ProgressPrefix.Length));
            return;
        }

        if (line.StartsWith(NoticePrefix, StringComparison.Ordinal))
        {
            Notice(line.Substring(NoticePrefix.Length));
            return;
        }

        if (line.StartsWith(FarewellPrefix, StringComparison.Ordinal))
        {
            Notice(line);
            return;
        }

        // The JPEG decoder's own remark on each damaged picture, each time; the engine's warning has said which they
        // are.
        if (line.StartsWith("Corrupt JPEG data", StringComparison.Ordinal))
        {
            Log.LogMessage(MessageImportance.Low, "{0}", line);
            return;
        }

        if (line.StartsWith("Unhandled exception", StringComparison.Ordinal))
            _crash = line;
        // High: whoever keeps a log wants the progress. The terminal logger shows none of these.
        Log.LogMessage(MessageImportance.High, "{0}", line);
    }

    private void Notice(string line)
    {
        if (_terminal is null)
            Log.LogMessage(MessageImportance.High, "{0}", line);
        else
            _terminal.Keep(line);
    }

    private void Report(EngineMessage message)
    {
        var file = message.File ?? Project;
        if (message.IsError)
            Log.LogError(
                null,
                message.Code,
                null,
                HelpLink.Find(message.Code),
                file,
                message.Line,
                message.Column,
                0,
                0,
                "{0}",
                message.Text
            );
        else
            Log.LogWarning(
                null,
                message.Code,
                null,
                HelpLink.Find(message.Code),
                file,
                message.Line,
                message.Column,
                0,
                0,
                "{0}",
                message.Text
            );
    }

    private void Error(string code, string text) =>
        Log.LogError(null, code, null, HelpLink.Find(code), Project, 0, 0, 0, 0, "{0}", text);
}
