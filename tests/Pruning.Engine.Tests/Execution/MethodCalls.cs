using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Pruning.Execution;

/// <summary>What the code of methods calls.</summary>
internal static class MethodCalls
{
    private const int TwoBytes = 0xFE;

    private const BindingFlags Own =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes)
        .GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value, code => code.OperandType);

    /// <summary>The methods and constructors of an assembly, those that the compiler made among them.</summary>
    public static IEnumerable<MethodBase> MethodsIn(Assembly assembly) =>
        assembly
            .GetTypes()
            .SelectMany(type => type.GetMethods(Own).Cast<MethodBase>().Concat(type.GetConstructors(Own)));

    /// <summary>What a method calls or takes delegates of, as often as it does: see <see cref="Definition"/>.</summary>
    public static IEnumerable<MethodBase> CallsOf(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < code.Length; )
        {
            var isLong = code[at] == TwoBytes;
            var operand = Operands[isLong ? (TwoBytes << 8) | code[at + 1] : code[at]];
            at += isLong ? 2 : 1;
            if (operand == OperandType.InlineMethod)
                yield return Resolve(method, BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at)));
            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at))),
                _ => 4,
            };
        }
    }

    /// <summary>A method as <see cref="MethodsIn"/> gives it: without the arguments of what is generic.</summary>
    public static MethodBase Definition(MethodBase method) =>
        // The runtime makes those of arrays.
        method.DeclaringType
            is { IsArray: true }
            ? method
            : method.Module.ResolveMethod(method.MetadataToken)!;

    private static MethodBase Resolve(MethodBase caller, int token) =>
        Definition(
            caller.Module.ResolveMethod(
                token,
                caller.DeclaringType?.GetGenericArguments(),
                caller.IsGenericMethod ? caller.GetGenericArguments() : null
            )!
        );
}
