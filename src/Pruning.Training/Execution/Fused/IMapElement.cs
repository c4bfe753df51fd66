using System.Runtime.Intrinsics;

namespace Pruning.Execution.Fused;

/// <summary>How a map's values lie in memory, sixteen at a time. Arithmetic is single precision either way.</summary>
internal unsafe interface IMapElement
{
    static abstract Vector512<float> Load(byte* map, nint index);

    static abstract void Store(byte* map, nint index, Vector512<float> values);

    static abstract float LoadOne(byte* map, nint index);

    static abstract void StoreOne(byte* map, nint index, float value);
}
