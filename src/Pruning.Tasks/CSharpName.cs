using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Pruning.Tasks;

/// <summary>Names that C# accepts, whatever a project or a folder is called.</summary>
internal static class CSharpName
{
    // A nested class may have neither its container's name, nor one that the container has from object, nor that of a
    // member of its own. The last four are keywords that not even an @ makes a name.
    private static readonly HashSet<string> Taken = new(
        (
            "PrunedModels Equals Finalize GetHashCode GetType MemberwiseClone ReferenceEquals ToString "
            + "Labels ImageSize ImageWidth ImageHeight Stride Sha256 IsQuantized Metrics ResourceName FilePath OpenRead ReadAllBytes "
            + "__arglist __makeref __reftype __refvalue"
        ).Split(' '),
        StringComparer.Ordinal
    );

    /// <summary>
    /// Of a model's class: <c>Detector</c>; <c>my-detector.v2</c> becomes <c>my_detector_v2</c>, <c>Labels</c> becomes
    /// <c>_Labels</c>.
    /// </summary>
    public static string Class(string model)
    {
        var name = Identifier(model);
        return Taken.Contains(name) ? "_" + name : name;
    }

    /// <summary>
    /// Of a root namespace, which MSBuild makes of the project's name: <c>my-app.2nd</c> becomes <c>my_app._2nd</c>.
    /// Empty stays empty.
    /// </summary>
    public static string Namespace(string root) =>
        string.Join(
            ".",
            root.Split('.').Select(part => part.Trim().TrimStart('@')).Where(part => part.Length > 0).Select(Identifier)
        );

    private static string Identifier(string name)
    {
        var text = new StringBuilder(name.Length + 1);
        foreach (var character in name)
            text.Append(char.IsLetterOrDigit(character) || character == '_' ? character : '_');
        if (text.Length == 0 || char.IsDigit(text[0]))
            text.Insert(0, '_');
        var identifier = text.ToString();
        // Keywords, of today and of later versions, are words of these letters. The compiler warns of a type with such
        // a name, and an @ calms it.
        return identifier.All(letter => letter is >= 'a' and <= 'z') ? "@" + identifier : identifier;
    }
}
