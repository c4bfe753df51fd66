using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>Calls ATen operators by name: <c>Aten.Call("add.Tensor", a, b)</c>. Names are those of native_functions.yaml.</summary>
internal static unsafe class Aten
{
    private const int MaximumResults = 5;
    private const int StackWords = 256;

    private static readonly ConcurrentDictionary<string, nint> Operators = new();

    /// <summary>An operator that returns one tensor.</summary>
    public static Tensor Call(string name, params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(name, arguments, &result, 1);
        return Wrap(result);
    }

    /// <summary>An in-place operator: its result is <paramref name="self"/>.</summary>
    public static Tensor InPlace(string name, Tensor self, params ReadOnlySpan<Argument> arguments)
    {
        Span<Argument> all = [self, default, default, default, default, default, default, default];
        arguments.CopyTo(all[1..]);
        Invoke(name, all[..(arguments.Length + 1)], null, 0);
        return self;
    }

    public static (Tensor, Tensor) Call2(string name, params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc NativeValue[2];
        Invoke(name, arguments, results, 2);
        return (Wrap(results[0]), Wrap(results[1]));
    }

    public static (Tensor, Tensor, Tensor) Call3(string name, params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc NativeValue[3];
        Invoke(name, arguments, results, 3);
        return (Wrap(results[0]), Wrap(results[1]), Wrap(results[2]));
    }

    /// <summary>An operator that returns a list of tensors.</summary>
    public static Tensor[] CallList(string name, params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(name, arguments, &result, 1);
        var tensors = new Tensor[result.Count];
        for (var i = 0; i < tensors.Length; i++)
            tensors[i] = new Tensor(((nint*)result.Memory)[i]);
        Native.shim_free(result.Memory);
        return tensors;
    }

    /// <summary>An operator that returns a number.</summary>
    public static NativeValue CallScalar(string name, params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(name, arguments, &result, 1);
        return result;
    }

    private static Tensor Wrap(NativeValue value) => value.Tag == ArgumentTag.Tensor ? new Tensor(value.Pointer) : null!;

    private static void Invoke(string name, ReadOnlySpan<Argument> arguments, NativeValue* results, int capacity)
    {
        var op = Operators.TryGetValue(name, out var found) ? found : Find(name);
        var words = CountWords(arguments);
        if (words <= StackWords)
        {
            var memory = stackalloc long[words];
            Invoke(op, arguments, memory, results, capacity);
            return;
        }

        fixed (long* memory = new long[words])
            Invoke(op, arguments, memory, results, capacity);
    }

    private static void Invoke(nint op, ReadOnlySpan<Argument> arguments, long* memory, NativeValue* results, int capacity)
    {
        var values = stackalloc NativeValue[Math.Max(arguments.Length, 1)];
        for (var i = 0; i < arguments.Length; i++)
            memory = Encode(arguments[i], values + i, memory);
        var returned = Native.shim_call(op, values, arguments.Length, results, capacity);
        foreach (ref readonly var argument in arguments)
            GC.KeepAlive(argument.Reference);
        if (returned < 0)
            throw Native.Error();
    }

    private static int CountWords(ReadOnlySpan<Argument> arguments)
    {
        var words = 1;
        foreach (ref readonly var argument in arguments)
        {
            words += argument.Reference switch
            {
                Tensor => 0,
                Array array => array.Length,
                string text => Encoding.UTF8.GetMaxByteCount(text.Length) / sizeof(long) + 1,
                _ => 0,
            };
        }

        return words;
    }

    // Writes the list part of an argument to `memory`; returns where the next one may go.
    private static long* Encode(in Argument argument, NativeValue* value, long* memory)
    {
        value->Tag = argument.Tag;
        value->Count = argument.Count;
        value->Integer = argument.Bits;
        switch (argument.Reference)
        {
            case Tensor tensor:
                value->Pointer = tensor.Handle;
                return memory;
            case long[] integers:
                integers.CopyTo(new Span<long>(memory, integers.Length));
                return Attach(value, memory, integers.Length, integers.Length);
            case double[] reals:
                reals.CopyTo(new Span<double>(memory, reals.Length));
                return Attach(value, memory, reals.Length, reals.Length);
            case Tensor?[] tensors:
                for (var i = 0; i < tensors.Length; i++)
                    memory[i] = tensors[i] is { } element ? element.Handle : 0;
                return Attach(value, memory, tensors.Length, tensors.Length);
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text, new Span<byte>(memory, Encoding.UTF8.GetMaxByteCount(text.Length)));
                return Attach(value, memory, bytes, Encoding.UTF8.GetMaxByteCount(text.Length) / sizeof(long) + 1);
            default:
                return memory;
        }
    }

    private static long* Attach(NativeValue* value, long* memory, int count, int words)
    {
        value->Count = count;
        value->Memory = memory;
        return memory + words;
    }

    private static nint Find(string name)
    {
        var dot = name.IndexOf('.');
        var baseName = "aten::" + (dot < 0 ? name : name[..dot]);
        var overload = dot < 0 ? "" : name[(dot + 1)..];
        fixed (byte* basePointer = Encoding.UTF8.GetBytes(baseName + '\0'))
        fixed (byte* overloadPointer = Encoding.UTF8.GetBytes(overload + '\0'))
            return Operators.GetOrAdd(name, Native.Check(Native.shim_find_operator(basePointer, overloadPointer)));
    }
}
