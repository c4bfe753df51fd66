using System.Globalization;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Import;

/// <summary>
/// Names of layers, from what exporters keep of them: the names of weights (<c>model.0.conv.weight</c>), torch's scopes
/// (<c>/model.2/m/m.0/cv1/conv/Conv</c>), or, in our own files, the operators' names. What keeps none gets a number.
/// </summary>
internal sealed class OnnxNodeNames(OnnxSource source)
{
    private const int Longest = 200;

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private int _unnamed;

    /// <summary>Whether every layer with parameters had a name.</summary>
    public bool AreKnown { get; private set; } = true;

    /// <summary>The name of a convolution or batch norm.</summary>
    public string OfParameters(NodeProto node)
    {
        const string suffix = ".weight";
        var weight = node.Input.Count > 1 ? node.Input[1] : "";
        var name =
            weight.EndsWith(suffix, StringComparison.Ordinal) && IsPath(weight)
                ? weight[..^suffix.Length]
                : ScopeOf(node);
        AreKnown &= name is not null;
        return Unique(name ?? Numbered(node.OpType == "Conv" ? "conv" : "bn"));
    }

    /// <summary>The name of an operator without parameters.</summary>
    public string Of(NodeProto node)
    {
        var part = node.OpType switch
        {
            "MaxPool" => "pool",
            "Upsample" or "Resize" => "upsample",
            var type => type.ToLowerInvariant(),
        };
        if (source.IsOurs && IsPath(node.Name))
            return Unique(node.Name);
        return Unique(ScopeOf(node) is { } scope ? $"{scope}.{part}" : Numbered(part));
    }

    /// <summary>As YOLOv5 names it, after the layer that it follows.</summary>
    public string OfActivation(string input)
    {
        var block =
            input.EndsWith(".conv", StringComparison.Ordinal) || input.EndsWith(".bn", StringComparison.Ordinal)
                ? input[..input.LastIndexOf('.')]
                : input;
        return Unique($"{block}.act");
    }

    /// <summary>The name, with a number where it is taken.</summary>
    public string Unique(string name)
    {
        var unique = name;
        for (var turn = 0; !_taken.Add(unique); turn++)
            unique = string.Create(CultureInfo.InvariantCulture, $"{name}.{turn}");
        return unique;
    }

    /// <summary>Torch's scope as a module path: a list's name, which its items repeat, is left out.</summary>
    private static string? ScopeOf(NodeProto node)
    {
        if (!node.Name.StartsWith('/') || !IsPath(node.Name.Replace('/', '.')[1..]))
            return null;
        var parts = node.Name[1..].Split('/')[..^1];
        var path = parts
            .Where((part, i) => i == parts.Length - 1 || !parts[i + 1].StartsWith($"{part}.", StringComparison.Ordinal))
            .ToList();
        return path.Count > 0 ? string.Join('.', path) : null;
    }

    private string Numbered(string part) => string.Create(CultureInfo.InvariantCulture, $"layer.{_unnamed++}.{part}");

    private static bool IsPath(string name) =>
        name.Length is > 0 and <= Longest
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
}
