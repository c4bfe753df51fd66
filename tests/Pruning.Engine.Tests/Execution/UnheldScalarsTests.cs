using System.Reflection;
using Pruning.Pipeline;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Execution;

/// <summary>
/// Numbers that libtorch reads while nothing holds them, as <see cref="TensorArithmetic"/> tells: looked for in the
/// code of our assemblies and of TorchSharp.
/// </summary>
public class UnheldScalarsTests
{
    private static readonly HashSet<MethodBase> Makers = ScalarMakers.Find();

    [Fact]
    public void Scalars_are_made_in_one_place()
    {
        var calls =
            from assembly in EngineIdentity.Assemblies
            where assembly.GetReferencedAssemblies().Any(reference => reference.Name == "TorchSharp")
            from method in MethodCalls.MethodsIn(assembly)
            where method.DeclaringType != typeof(TensorArithmetic)
            from called in MethodCalls.CallsOf(method)
            where Makers.Contains(called)
            select $"{method.DeclaringType}.{method.Name} calls {called.DeclaringType!.Name}: {called}";
        var found = calls.Distinct().ToList();
        // In a message of its own: a collection's is cut short.
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public void Each_of_them_is_disposed_there_behind_the_call()
    {
        var made = 0;
        foreach (var method in typeof(TensorArithmetic).GetMethods(BindingFlags.Static | BindingFlags.Public))
        {
            var calls = MethodCalls.CallsOf(method).ToList();
            var makers = calls.Where(Makers.Contains).ToList();
            Assert.All(makers, maker =>
                Assert.Equal(typeof(Scalar), Assert.IsAssignableFrom<MethodInfo>(maker).ReturnType)
            );
            Assert.Equal(makers.Count, calls.Count(called => called.Name == nameof(IDisposable.Dispose)));
            made += makers.Count;
        }

        Assert.NotEqual(0, made);
    }

    [Fact]
    public void Functions_that_make_a_scalar_unseen_are_found()
    {
        Assert.Contains(Operator("op_Addition", typeof(Tensor)), Makers);
        Assert.Contains(Operator("op_Multiply", typeof(double)), Makers);
        Assert.Contains(typeof(Tensor).GetMethod(nameof(Tensor.square))!, Makers);
        // Through another, and in the override of what is called.
        Assert.Contains(typeof(torch).GetMethod(nameof(square))!, Makers);
        Assert.Contains(
            MethodCalls.Definition(
                typeof(nn.Module<Tensor, Tensor>).GetMethod(nameof(nn.Module<Tensor, Tensor>.forward))!
            ),
            Makers
        );
        Assert.All((string[])["op_Subtraction", "op_Multiply", "op_Division"], name =>
            Assert.DoesNotContain(Operator(name, typeof(Tensor)), Makers)
        );
    }

    private static MethodInfo Operator(string name, Type right) =>
        typeof(Tensor).GetMethod(name, [typeof(Tensor), right])!;
}
