using System.Globalization;

namespace Pruning.Diagnostics;

/// <summary>A place in a file, one-based; line and column are 0 where only the file is known.</summary>
public readonly record struct SourceLocation(string File, int Line = 0, int Column = 0)
{
    /// <summary>The canonical form that MSBuild and editors parse: <c>file(line,column)</c> or <c>file</c>.</summary>
    public override string ToString() =>
        Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{File}({Line},{Column})") : File;
}
