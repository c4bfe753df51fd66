using Pruning.Checkpoints.Pickling;

namespace Pruning.Checkpoints.Torch;

/// <summary>
/// Which attributes a file may look up. YOLOv5's <c>fuse()</c> leaves each Conv's method <c>forward_fuse</c> in its
/// attribute <c>forward</c>, and Python writes a method as <c>getattr(object, name)</c>. Only a plain method of an
/// instance is taken, and an instance is made without arguments, as every torch module is. A class's, a function's or
/// another method's attributes, and Python's own (<c>__globals__</c>), reach out of the file.
/// </summary>
internal static class BoundMethods
{
    private const int LongestName = 64;

    /// <summary>The method that is looked up, or null where it is something else.</summary>
    public static PickleBoundMethod? Find(PickleTuple arguments) =>
        arguments.Items is [PickleObject owner, string name] && IsInstance(owner) && IsMethodName(name)
            ? new PickleBoundMethod(owner, name)
            : null;

    private static bool IsInstance(PickleObject item) =>
        item.Arguments.Items.IsEmpty
        && item.Type is { LooksLikeClass: true, Module: not ("builtins" or "__builtin__" or "types" or "typing") };

    private static bool IsMethodName(string name) =>
        name.Length is > 0 and <= LongestName
        && !name.StartsWith("__", StringComparison.Ordinal)
        && !char.IsAsciiDigit(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
