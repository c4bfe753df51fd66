using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Pruning.Diagnostics;

namespace Pruning.Graphs;

/// <summary>
/// A network's parameters and running statistics by name, in a stable order. Immutable: changes make a new set that
/// shares the rest.
/// </summary>
public sealed class ParameterSet : IReadOnlyCollection<Parameter>
{
    private readonly ImmutableArray<Parameter> _ordered;
    private readonly Dictionary<string, Parameter> _byName;

    public ParameterSet(IEnumerable<Parameter> parameters)
    {
        _ordered = [.. parameters];
        _byName = new Dictionary<string, Parameter>(_ordered.Length, StringComparer.Ordinal);
        foreach (var parameter in _ordered)
        {
            if (!_byName.TryAdd(parameter.Name, parameter))
                throw new PruneException(
                    Codes.InconsistentNetwork,
                    $"Parameter '{parameter.Name}' occurs twice; the network's description and weights do not "
                        + $"fit together. Write the file again from its source."
                );
            if (Parameter.CountOf(parameter.Shape.AsSpan()) != parameter.Values.Length)
                throw new PruneException(
                    Codes.InconsistentNetwork,
                    $"Parameter '{parameter.Name}' of shape [{string.Join(", ", parameter.Shape)}] holds "
                        + $"{parameter.Values.Length} values; the file is damaged. Write it again from its source."
                );
        }
    }

    public int Count => _ordered.Length;

    public Parameter this[string name] =>
        _byName.TryGetValue(name, out var parameter)
            ? parameter
            : throw new PruneException(
                Codes.InconsistentNetwork,
                $"Parameter '{name}' is missing; the network's description and weights do not fit together. "
                    + $"Write the file again from its source."
            );

    public bool TryGet(string name, [NotNullWhen(true)] out Parameter? parameter) =>
        _byName.TryGetValue(name, out parameter);

    /// <summary>
    /// The same set with some parameters replaced by name; names that are not in the set are added at the end.
    /// </summary>
    public ParameterSet With(IEnumerable<Parameter> replacements)
    {
        var changed = replacements.ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
        var kept = _ordered
            .Select(parameter => changed.Remove(parameter.Name, out var replacement) ? replacement : parameter)
            .ToList();
        return new ParameterSet(kept.Concat(changed.Values));
    }

    /// <summary>The same set without the named parameters.</summary>
    public ParameterSet Without(IReadOnlySet<string> names) =>
        new(_ordered.Where(parameter => !names.Contains(parameter.Name)));

    public IEnumerator<Parameter> GetEnumerator() => ((IEnumerable<Parameter>)_ordered).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
