namespace Pruning.Data;

/// <summary>A label file's line that makes no sense.</summary>
/// <param name="line">One-based; 0 where the whole file is meant.</param>
internal sealed class LabelFormatException(DataProblemKind kind, int line, string what) : FormatException(what)
{
    public DataProblemKind Kind => kind;

    public int Line => line;
}
