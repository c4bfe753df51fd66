using System.Collections.Immutable;

namespace Pruning.Data.Import;

/// <summary>Counts what an import changes or leaves out, and remembers the first few.</summary>
internal sealed class ImportTally
{
    private const int MaximumExamples = 10;

    private readonly SortedDictionary<ImportRemark, (int Count, List<string> Examples)> _remarks = [];

    public void Add(ImportRemark remark, string example)
    {
        var (count, examples) = _remarks.TryGetValue(remark, out var known) ? known : (0, []);
        if (examples.Count < MaximumExamples)
            examples.Add(example);
        _remarks[remark] = (count + 1, examples);
    }

    public ImmutableArray<ImportNote> Notes =>
        [.. _remarks.Select(remark => new ImportNote(remark.Key, remark.Value.Count, [.. remark.Value.Examples]))];
}
