using System.Globalization;

namespace Pruning.Training;

/// <summary>Leading layers by YOLOv5's numbering: parameter <c>model.3.cv1.conv.weight</c> is of layer 3.</summary>
internal static class FrozenLayers
{
    private const string Prefix = "model.";

    public static bool Contains(string parameter, int count)
    {
        if (count <= 0 || !parameter.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var number = parameter.AsSpan(Prefix.Length);
        var end = number.IndexOf('.');
        return end > 0
            && int.TryParse(number[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var layer)
            && layer < count;
    }
}
