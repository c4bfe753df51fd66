using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Pruning.Tasks;

/// <summary>One nested class of <c>PrunedModels</c>.</summary>
internal sealed class ModelAccessor(ModelDescription description, string logicalName, string embedAs, string project)
{
    public ModelDescription Description { get; } = description;

    /// <summary>The resource's name, or the file's path below the app's folder.</summary>
    public string LogicalName { get; } = logicalName;

    public bool IsResource { get; } = Is(embedAs, "Resource");

    public bool IsContent { get; } = Is(embedAs, "Content");

    public string Project { get; } = project;

    /// <summary><c>Detector</c>; <c>my-detector.v2</c> becomes <c>my_detector_v2</c>.</summary>
    public string ClassName { get; } = Identifier(description.Name);

    internal static string Identifier(string name)
    {
        var text = new StringBuilder(name.Length + 1);
        foreach (var character in name)
            text.Append(char.IsLetterOrDigit(character) || character == '_' ? character : '_');
        if (text.Length == 0 || char.IsDigit(text[0]))
            text.Insert(0, '_');
        var identifier = text.ToString();
        // A nested class may not share its container's name; an @ makes any keyword a name.
        return identifier == "PrunedModels" ? "_PrunedModels" : Keywords.Contains(identifier) ? "@" + identifier : identifier;
    }

    // The keywords that could be a model's name; contextual ones are allowed as names.
    private static readonly HashSet<string> Keywords = new(
        ("abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event "
        + "explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null "
        + "object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static "
        + "string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while").Split(' '),
        StringComparer.Ordinal);

    private static bool Is(string text, string value) => string.Equals(text, value, StringComparison.OrdinalIgnoreCase);
}
