using System.Collections.Immutable;

namespace Pruning.Data;

/// <summary>
/// What a split's yaml leads to and no image comes of: lines of lists, folders, pictures of other formats. Counted, so
/// that nothing is dropped in silence.
/// </summary>
internal sealed class UnusedParts
{
    /// <summary>Of a list with millions of wrong lines not every one is kept; the count goes on.</summary>
    private const int MaximumKept = 1000;

    private readonly List<DataProblemExample> _lines = [];
    private readonly List<DataProblemExample> _folders = [];
    private readonly List<DataProblemExample> _files = [];
    private int _lineCount;

    public void AddLine(string list, int line, string what)
    {
        _lineCount++;
        if (_lines.Count < MaximumKept)
            _lines.Add(new DataProblemExample(list, line, what));
    }

    public void AddFolders(ImmutableArray<DataProblemExample> folders) => _folders.AddRange(folders);

    /// <summary>A file among images that is none: told of where it is a picture.</summary>
    public void AddFile(string path)
    {
        if (ForeignPicture.Describe(path) is { } what)
            _files.Add(new DataProblemExample(path, 0, what));
    }

    public ImmutableArray<DataProblem> Problems =>
        [
            .. new[]
            {
                DataProblem.Of(DataProblemKind.ListLineUnused, _lines, _lineCount),
                DataProblem.Of(DataProblemKind.FolderUnused, _folders),
                DataProblem.Of(DataProblemKind.FileUnused, _files),
            }.OfType<DataProblem>(),
        ];
}
