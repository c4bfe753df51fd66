using System.Text;
using Pruning.Onnx;

namespace Pruning.Fuzzing.Readers;

/// <summary>Class names as Python writes them; those that were read are written and read again.</summary>
internal sealed class PythonNamesReader() : Reader("python-names", "Pruning.Onnx.PythonNames")
{
    public override string? Read(byte[] input, string folder)
    {
        if (!PythonNames.TryRead(Encoding.UTF8.GetString(input), out var names))
            return null;
        return PythonNames.TryRead(PythonNames.Write(names), out var again) && again.SequenceEqual(names)
            ? string.Join('|', names)
            : throw new InvalidOperationException("Names do not survive being written.");
    }
}
