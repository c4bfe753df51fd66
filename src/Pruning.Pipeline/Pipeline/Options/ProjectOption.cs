using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary>
/// One property of a <c>.pruneproj</c>: the single place that knows its name, default, range and help. The project
/// reader, the command line's help and the documentation derive from it.
/// </summary>
public abstract class ProjectOption
{
    private protected ProjectOption(string name, string @default, string help)
    {
        Name = name;
        Default = @default;
        Help = help;
    }

    /// <summary>The MSBuild property's name.</summary>
    public string Name { get; }

    /// <summary>The default as a user would write it; empty for none.</summary>
    public string Default { get; }

    /// <summary>One sentence for people.</summary>
    public string Help { get; }

    /// <summary>What values it takes, in words.</summary>
    public abstract string Values { get; }

    /// <summary>Parses and drops the value: throws what reading it would.</summary>
    public abstract void Check(ProjectRequest request);

    private protected PruneException Invalid(string text, SourceLocation? location, string advice) =>
        new(Codes.InvalidValue, $"{Name} is '{text}'; it takes {Values}.{advice}", location);
}

/// <summary>An option whose values have the type <typeparamref name="T"/>.</summary>
public abstract class ProjectOption<T> : ProjectOption
{
    private protected ProjectOption(string name, string @default, string help)
        : base(name, @default, help) { }

    /// <summary>The project's value, or the default.</summary>
    /// <exception cref="PruneException">PRUNE0102, located where the project sets it.</exception>
    public T Read(ProjectRequest request)
    {
        var setting = request.Find(Name);
        return Parse(setting?.Value ?? Default, setting?.Location ?? request.Location);
    }

    public override void Check(ProjectRequest request) => Read(request);

    /// <summary>Reads a value as the user wrote it, without surrounding space.</summary>
    public abstract T Parse(string text, SourceLocation? location = null);
}
