using System.Collections.Concurrent;

namespace Pruning.DotnetTool.Builds;

/// <summary>
/// The stages that a build asks its engine for after the first one: a line each, in the engine's input. The build holds
/// the input's other end as long as it lives, so an input that ends says that no more is wanted, or that the build is
/// gone.
/// </summary>
internal sealed class AskedStages
{
    /// <summary>What the line begins with by which the build learns that the engine waits; the task knows it.</summary>
    private const string Awaiting = "awaiting: ";

    private readonly BlockingCollection<string> _asked = [];
    private readonly Lock _gate = new();
    private readonly Action _abandon;
    private bool _works = true;
    private bool _ended;

    /// <param name="abandon">Called when the input ends while a stage is at work.</param>
    public AskedStages(Stream input, Action abandon)
    {
        _abandon = abandon;
        new Thread(() => Read(new StreamReader(input))) { IsBackground = true, Name = "input" }.Start();
    }

    /// <summary>Tells the build that a stage is done, and waits for what it asks then.</summary>
    /// <returns>The next stage; null when the build wants no more.</returns>
    public string? Next(string done, TextWriter output, CancellationToken cancellation)
    {
        // Before the build hears of it: it may end the input at once.
        Change(() => _works = false);
        output.WriteLine($"{Awaiting}what comes after {done}");
        if (!_asked.TryTake(out var stage, Timeout.Infinite, cancellation))
            return null;
        Change(() => _works = true);
        return stage;
    }

    private void Read(StreamReader input)
    {
        while (Line(input) is { } line)
            _asked.Add(line);
        _asked.CompleteAdding();
        Change(() => _ended = true);
    }

    private void Change(Action change)
    {
        bool isAbandoned;
        lock (_gate)
        {
            change();
            isAbandoned = _works && _ended;
        }

        if (isAbandoned)
            _abandon();
    }

    private static string? Line(StreamReader input)
    {
        try
        {
            return input.ReadLine();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
