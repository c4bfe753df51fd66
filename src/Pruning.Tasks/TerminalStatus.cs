using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using Microsoft.Build.Framework;

namespace Pruning.Tasks;

/// <summary>
/// Progress in MSBuild's terminal logger. While a task runs, that logger shows only one kind of its messages, by which
/// test runs say where they are: in projects that have started the target <c>_TestRunStart</c>, such a message becomes
/// the text of the project's line, and another kind becomes a line that stays. Both are ordinary messages of high
/// importance to every other logger.
/// </summary>
/// <remarks>
/// The messages' type is younger than the MSBuild that this is compiled against, so it is made by its name.
/// </remarks>
internal sealed class TerminalStatus
{
    private const string LineStatus = "TLTESTPASSED";
    private const string KeptLine = "TLTESTOUTPUT";

    // The logger's own: a line is never wider, and begins so.
    private const int WidestLine = 120;
    private const string Indentation = "  ";

    // What the clock at the end of a line takes, up to 9999.9 seconds.
    private const int Clock = 11;
    private const int UsualWidth = 80;

    private readonly IBuildEngine _build;
    private readonly ConstructorInfo _message;
    private readonly PropertyInfo _metadata;
    private readonly int _room;

    private TerminalStatus(IBuildEngine build, ConstructorInfo message, PropertyInfo metadata, int room)
    {
        _build = build;
        _message = message;
        _metadata = metadata;
        _room = room;
    }

    /// <summary>Null where MSBuild is too old to have such messages.</summary>
    /// <param name="name">What the line begins with: the project's name.</param>
    /// <param name="framework">What stands behind it; may be empty.</param>
    public static TerminalStatus? Find(IBuildEngine build, string name, string framework)
    {
        var type = typeof(BuildMessageEventArgs).Assembly.GetType(
            "Microsoft.Build.Framework.ExtendedBuildMessageEventArgs"
        );
        var message = type?.GetConstructor([
            typeof(string),
            typeof(string),
            typeof(string),
            typeof(string),
            typeof(MessageImportance),
        ]);
        var metadata = type?.GetProperty("ExtendedMetadata");
        var room = Math.Min(Width(), WidestLine) - Indentation.Length - name.Length - framework.Length - 2 - Clock;
        return message is null || metadata is null ? null : new TerminalStatus(build, message, metadata, room);
    }

    /// <summary>
    /// Makes it the text of the project's line: the step's name and as many of the parts behind it as there is room
    /// for.
    /// </summary>
    /// <param name="progress">Parted by bars: <c>train|epoch 3/30|8 %|4:10 left</c>.</param>
    public void Show(string progress)
    {
        var parts = progress.Split('|');
        var text = "";
        for (var i = 1; i < parts.Length; i++)
        {
            var longer = text.Length == 0 ? parts[i] : text + ", " + parts[i];
            // What does not fit makes the logger leave all of it away.
            if (parts[0].Length + 1 + longer.Length > _room)
                break;
            text = longer;
        }

        Send(
            LineStatus,
            (parts[0] + " " + text).TrimEnd(),
            new Dictionary<string, string?> { ["localizedResult"] = parts[0], ["displayName"] = text }
        );
    }

    /// <summary>A line that stays, above those that change.</summary>
    public void Keep(string line) => Send(KeptLine, Indentation + line, []);

    private void Send(string kind, string text, Dictionary<string, string?> metadata)
    {
        var message = (BuildMessageEventArgs)
            _message.Invoke([kind, text, null, nameof(RunPruningEngine), MessageImportance.High]);
        _metadata.SetValue(message, metadata);
        _build.LogMessageEvent(message);
    }

    private static int Width()
    {
        try
        {
            return Console.BufferWidth is > 0 and var width ? width : UsualWidth;
        }
        catch (IOException)
        {
            // No terminal of this process's own: it may be a node without one.
            return UsualWidth;
        }
    }
}
