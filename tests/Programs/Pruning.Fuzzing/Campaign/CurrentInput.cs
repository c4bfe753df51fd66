using System.IO.MemoryMappedFiles;

namespace Pruning.Fuzzing.Campaign;

/// <summary>
/// The input that is being read, where it outlives the process: a stack that overflows, or native code that fails, ends
/// it at once.
/// </summary>
internal sealed class CurrentInput : IDisposable
{
    private const int MostBytes = 16 << 20;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public CurrentInput(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, MostBytes);
        _view = _file.CreateViewAccessor();
    }

    /// <summary>How many were read, of all processes that shared the file.</summary>
    public long Executions => _view.ReadInt64(0);

    public void Set(byte[] input)
    {
        _view.Write(0, Executions + 1);
        _view.Write(sizeof(long), input.Length);
        _view.WriteArray(2 * sizeof(long), input, 0, input.Length);
    }

    public byte[] Get()
    {
        var input = new byte[_view.ReadInt32(sizeof(long))];
        _view.ReadArray(2 * sizeof(long), input, 0, input.Length);
        return input;
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
