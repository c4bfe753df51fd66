using Pruning.Diagnostics;

namespace Pruning.Fuzzing.Readers;

/// <summary>A reader of bytes that anybody may have made, as the product uses it.</summary>
/// <param name="name">Also that of its folder in the corpus.</param>
/// <param name="scope">Beginnings of the full names of its types: coverage is of these.</param>
internal abstract class Reader(string name, params string[] scope)
{
    public string Name => name;

    public IReadOnlyList<string> Scope => scope;

    /// <summary>
    /// What it is documented to throw besides <see cref="PruneException"/>; its callers turn these into messages.
    /// </summary>
    public virtual IReadOnlyList<Type> Refusals => [];

    /// <summary>Whether its messages name the place: all do that know it.</summary>
    public virtual bool HasPlace => true;

    /// <summary>The longest input that makes sense, in bytes.</summary>
    public virtual int LongestInput => 64 << 10;

    /// <summary>Words that inputs are made of, besides those of the seeds.</summary>
    public virtual IReadOnlyList<string> Words => [];

    /// <param name="folder">Its alone, and empty at first.</param>
    /// <returns>What was read, in short: equal inputs give equal texts. Null where it was not taken.</returns>
    public abstract string? Read(byte[] input, string folder);

    public override string ToString() => name;
}
