using System.Reflection;
using TorchSharp;

namespace Pruning.Execution;

/// <summary>
/// The functions of TorchSharp that give a <see cref="Scalar"/>, and those that make one themselves, of their own or
/// in a function that they call.
/// </summary>
internal static class ScalarMakers
{
    private static readonly Assembly Binding = typeof(Scalar).Assembly;

    public static HashSet<MethodBase> Find()
    {
        var callers = MethodCalls
            .MethodsIn(Binding)
            .SelectMany(method => MethodCalls.CallsOf(method).Distinct().Select(called => (Called: called, method)))
            .ToLookup(call => call.Called, call => call.method);
        var makers = new HashSet<MethodBase>();
        var open = new Stack<MethodBase>(MethodCalls.MethodsIn(Binding).Where(GivesScalar));
        while (open.TryPop(out var maker))
        {
            if (!makers.Add(maker))
                continue;
            foreach (var caller in callers[maker])
                open.Push(caller);
            // Who calls what it overrides may come here.
            if (Overridden(maker) is { } overridden)
                open.Push(overridden);
        }

        return makers;
    }

    private static MethodBase? Overridden(MethodBase method) =>
        method is MethodInfo { IsVirtual: true } function
        && function.GetBaseDefinition() is var first
        && first.Module == Binding.ManifestModule
            ? MethodCalls.Definition(first)
            : null;

    private static bool GivesScalar(MethodBase method) =>
        (method is MethodInfo function ? function.ReturnType : method.DeclaringType) == typeof(Scalar);
}
