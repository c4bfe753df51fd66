using Pruning.Diagnostics;
using Pruning.Evaluation;

namespace Pruning.Pipeline.Options;

/// <summary>A number of bytes, 0 or more, such as <c>2 GB</c>.</summary>
public sealed class ByteSizeOption(string name, string @default, string help)
    : ProjectOption<long>(name, @default, help)
{
    /// <summary>A petabyte: what is larger is a slip.</summary>
    private const double Maximum = 1e15;

    public override string Values => "0 or a size such as 2 GB";

    public override long Parse(string text, SourceLocation? location = null) =>
        QuantityKind.Bytes.TryParse(text, out var bytes) && bytes is >= 0 and <= Maximum
            ? (long)bytes
            : throw Invalid(text, location, "");
}
