using System.Globalization;

namespace Pruning.Reporting;

/// <summary>The size of a model's pictures in words.</summary>
public static class SizeText
{
    /// <param name="imageSize">Side of what the model takes, in pixels.</param>
    /// <param name="resolution">Side of what its network sees; null for the same.</param>
    public static string Of(int imageSize, int? resolution) =>
        resolution is { } seen && seen != imageSize
            ? string.Create(CultureInfo.InvariantCulture, $"{imageSize} px, seen at {seen}")
            : string.Create(CultureInfo.InvariantCulture, $"{imageSize} px");
}
