using System.Reflection;
using BenchmarkDotNet.Attributes;
using Pruning.Benchmarks.Kernels;
using Pruning.Execution;
using Pruning.Testing;

namespace Pruning.Benchmarks;

/// <summary>Each kernel's benchmark runs once: what it measures is there and does not throw.</summary>
[Collection(TorchCollection.Name)]
public class KernelTests
{
    public static TheoryData<Type> Kernels => [.. Found()];

    [Fact]
    public void There_is_one_for_each_inner_loop() =>
        Assert.Equal(
            ["Hashing", "Letterboxing", "NormAndActivation", "Suppression", "Unpickling"],
            Found().Select(kernel => kernel.Name).Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Kernels))]
    public void It_runs(Type kernel)
    {
        var instance = Activator.CreateInstance(kernel)!;
        try
        {
            if (instance is NormAndActivation norm)
                norm.Precision = Precision.Bf16;
            kernel.GetMethod("Setup")!.Invoke(instance, null);
            foreach (var method in Methods(kernel))
                method.Invoke(instance, null);
        }
        finally
        {
            (instance as IDisposable)?.Dispose();
        }
    }

    private static IEnumerable<Type> Found() =>
        typeof(Letterboxing).Assembly.GetExportedTypes().Where(type => Methods(type).Any());

    private static IEnumerable<MethodInfo> Methods(Type type) =>
        type.GetMethods().Where(method => method.GetCustomAttribute<BenchmarkAttribute>() is not null);
}
