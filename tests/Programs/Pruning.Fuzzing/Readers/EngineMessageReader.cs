using System.Text;
using Pruning.Tasks;

namespace Pruning.Fuzzing.Readers;

/// <summary>A line that the engine says to the build.</summary>
internal sealed class EngineMessageReader() : Reader("engine-message", "Pruning.Tasks.EngineMessage")
{
    public override string? Read(byte[] input, string folder) =>
        EngineMessage.Parse(Encoding.UTF8.GetString(input)) is { } said
            ? $"{said.IsError} {said.Code} {said.File} {said.Line} {said.Column} {said.Text}"
            : null;
}
