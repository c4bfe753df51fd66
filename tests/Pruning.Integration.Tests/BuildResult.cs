using Microsoft.Build.Logging.StructuredLogger;

namespace Pruning.Integration.Tests;

/// <summary>What a build said and did. Failing assertions show its output.</summary>
internal sealed class BuildResult(int exitCode, string output, string binaryLog)
{
    private readonly Lazy<Build> _build = new(() => BinaryLog.ReadBuild(binaryLog));

    public string Output { get; } = output;

    public BuildResult Succeeded()
    {
        Assert.True(exitCode == 0, "The build failed.\n" + Output);
        Assert.True(
            !Output.Contains("warning", StringComparison.OrdinalIgnoreCase)
                || Output.Contains("0 Warning(s)", StringComparison.Ordinal),
            "The build warned.\n" + Output
        );
        return this;
    }

    public BuildResult Failed()
    {
        Assert.True(exitCode != 0, "The build should have failed.\n" + Output);
        return this;
    }

    public BuildResult Says(string text)
    {
        Assert.True(Output.Contains(text, StringComparison.Ordinal), $"'{text}' is not in the output.\n{Output}");
        return this;
    }

    public BuildResult DoesNotSay(string text)
    {
        Assert.False(Output.Contains(text, StringComparison.Ordinal), $"'{text}' is in the output.\n{Output}");
        return this;
    }

    /// <summary>The tasks of a name that ran, in all projects.</summary>
    public int Runs(string task) => Count<Microsoft.Build.Logging.StructuredLogger.Task>(node => node.Name == task);

    /// <summary>How often the engine was started, however many stages it was asked for then.</summary>
    public int EngineStarts =>
        Count<Microsoft.Build.Logging.StructuredLogger.Task>(task =>
            task.CommandLineArguments?.Contains("engine --request", StringComparison.Ordinal) == true
        );

    /// <summary>
    /// The targets of a name whose tasks ran: not those skipped by a condition or for being up to date.
    /// </summary>
    public int RunsOfTarget(string target) =>
        Count<Target>(node =>
            node.Name == target
            && !node.Skipped
            && node.Children.OfType<Microsoft.Build.Logging.StructuredLogger.Task>().Any()
        );

    /// <summary>What the binary log carries of a file; null where it carries none of that name.</summary>
    public string? Embedded(string name) =>
        _build.Value.SourceFiles?.FirstOrDefault(file => Path.GetFileName(file.FullPath) == name)?.Text;

    /// <summary>The names of all tasks that ran.</summary>
    public IReadOnlySet<string> Tasks =>
        All<Microsoft.Build.Logging.StructuredLogger.Task>().Select(task => task.Name).ToHashSet();

    /// <summary>MSBuild's remarks on tasks that it ran in processes of their own.</summary>
    public IReadOnlyList<string> TaskHosts =>
        [
            .. All<Message>()
                .Select(message => message.Text)
                .Where(text => text.Contains("in an external task host", StringComparison.Ordinal)),
        ];

    /// <summary>How long a project's own targets and tasks took, in all of its builds.</summary>
    public TimeSpan TimeOf(string projectFile)
    {
        var time = TimeSpan.Zero;
        _build.Value.VisitAllChildren<Project>(project =>
            time += project.Name == projectFile ? project.Duration : TimeSpan.Zero
        );
        return time;
    }

    private int Count<T>(Predicate<T> predicate)
        where T : TreeNode => All<T>().Count(node => predicate(node));

    private List<T> All<T>()
        where T : BaseNode
    {
        var nodes = new List<T>();
        _build.Value.VisitAllChildren<T>(nodes.Add);
        return nodes;
    }
}
