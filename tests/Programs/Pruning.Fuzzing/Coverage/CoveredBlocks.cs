using System.Buffers.Binary;
using System.Reflection;
using Pruning.Fuzzing.Readers;
using Pruning.Pipeline;

namespace Pruning.Fuzzing.Coverage;

/// <summary>
/// Blocks of code by the numbers that instrumentation gave them: which ran, and which there are. Needs code that was
/// instrumented with SHARPFUZZ_ENABLE_ON_BRANCH_CALLBACK.
/// </summary>
internal static class CoveredBlocks
{
    private static readonly bool[] Ran = new bool[1 << 16];

    public static void Add(int block) => Ran[block & 0xFFFF] = true;

    public static void Clear() => Array.Clear(Ran);

    /// <summary>Of a reader's types: blocks that ran since <see cref="Clear"/>, and all.</summary>
    public static (int Ran, int All) Of(Reader reader)
    {
        var blocks = Assemblies()
            .SelectMany(TypesOf)
            .Where(type => reader.Scope.Any(name => type.FullName!.StartsWith(name, StringComparison.Ordinal)))
            .SelectMany(Methods)
            .SelectMany(BlocksOf)
            .ToHashSet();
        return (blocks.Count(block => Ran[block]), blocks.Count);
    }

    private static IEnumerable<Assembly> Assemblies() =>
        [.. EngineIdentity.Assemblies, typeof(Tasks.EngineMessage).Assembly];

    // Those that stand on an assembly which only MSBuild has cannot be looked at.
    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException partly)
        {
            return partly.Types.OfType<Type>();
        }
    }

    private static IEnumerable<MethodBase> Methods(Type type)
    {
        const BindingFlags Own =
            BindingFlags.Public
            | BindingFlags.NonPublic
            | BindingFlags.Instance
            | BindingFlags.Static
            | BindingFlags.DeclaredOnly;
        return type.GetMethods(Own).Cast<MethodBase>().Concat(type.GetConstructors(Own));
    }

    /// <summary>Each block begins with: load the map, load the block's number, load the last one's, xor, add.</summary>
    private static IEnumerable<int> BlocksOf(MethodBase method)
    {
        const byte LoadField = 0x7E,
            LoadInteger = 0x20,
            Xor = 0x61,
            Sum = 0x58;
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at + 16 < code.Length; at++)
        {
            if (
                code[at] == LoadField
                && code[at + 5] == LoadInteger
                && code[at + 10] == LoadField
                && code[at + 15] == Xor
                && code[at + 16] == Sum
            )
                yield return BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at + 6));
        }
    }
}
