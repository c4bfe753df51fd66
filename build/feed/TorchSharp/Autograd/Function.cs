using System.Runtime.InteropServices;
using System.Text;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What a function keeps from its forward for its backward.</summary>
        public class AutogradContext : IDisposable
        {
            private readonly Dictionary<string, object> _data = [];
            private bool _materializeGrads = true;

            internal nint Node;
            internal List<Tensor> ToSave = [];
            internal List<Tensor> DirtyTensors = [];
            internal List<Tensor> NonDifferentiableTensors = [];

            internal AutogradContext() { }

            public bool MaterializeGrads => _materializeGrads;

            public void save_for_backward(List<Tensor> tensors) => ToSave = tensors;
            public void save_data(string key, object value) => _data[key] = value;
            public object get_data(string key) => _data.TryGetValue(key, out var value) ? value : null!;
            public void mark_dirty(List<Tensor> tensors) => DirtyTensors = [.. tensors];
            public void mark_non_differentiable(List<Tensor> tensors) => NonDifferentiableTensors = [.. tensors];
            public void set_materialize_grads(bool value) => _materializeGrads = value;

            public unsafe List<Tensor> get_saved_variables()
            {
                var handles = new nint[Native.shim_node_saved(Node, null, 0) is var count and >= 0 ? count : throw Native.Error()];
                fixed (nint* pointer = handles)
                    Native.Check(Native.shim_node_saved(Node, pointer, handles.Length));
                return [.. handles.Select(handle => handle == 0 ? null! : new Tensor(handle))];
            }

            public void Dispose() => GC.SuppressFinalize(this);
        }

        public abstract class Function<T> where T : Function<T>, new()
        {
            internal static T Instance { get; } = new();

            public abstract string Name { get; }

            internal abstract List<Tensor> forward_internal(AutogradContext ctx, params object[] vars);
            internal abstract List<Tensor> backward_internal(AutogradContext ctx, List<Tensor> grad_outputs);

            public static List<Tensor> apply_internal(params object[] vars)
            {
                var context = new AutogradContext();
                var node = new FunctionNode(Instance.Name, vars, context, Instance.backward_internal);
                try
                {
                    List<Tensor> outputs;
                    using (no_grad())
                        outputs = Instance.forward_internal(context, vars);
                    return node.Connect(outputs);
                }
                finally
                {
                    node.Release();
                }
            }
        }

        public abstract class SingleTensorFunction<T> : Function<T> where T : SingleTensorFunction<T>, new()
        {
            public static Tensor apply(params object[] vars) => apply_internal(vars)[0];

            internal sealed override List<Tensor> forward_internal(AutogradContext ctx, params object[] vars) => [forward(ctx, vars)];
            internal sealed override List<Tensor> backward_internal(AutogradContext ctx, List<Tensor> grad_outputs) => backward(ctx, grad_outputs[0]);

            public abstract Tensor forward(AutogradContext ctx, params object[] vars);
            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);
        }

        public abstract class MultiTensorFunction<T> : Function<T> where T : MultiTensorFunction<T>, new()
        {
            public static List<Tensor> apply(params object[] vars) => apply_internal(vars);

            internal sealed override List<Tensor> forward_internal(AutogradContext ctx, params object[] vars) => forward(ctx, vars);
            internal sealed override List<Tensor> backward_internal(AutogradContext ctx, List<Tensor> grad_outputs) => backward(ctx, grad_outputs);

            public abstract List<Tensor> forward(AutogradContext ctx, params object[] vars);
            public abstract List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs);
        }

        /// <summary>A node of the native graph whose backward is managed. The native node owns this object through a GC handle.</summary>
        private sealed unsafe class FunctionNode
        {
            private readonly AutogradContext _context;
            private readonly nint[] _inputs;
            private readonly object[] _variables;
            private readonly bool _executable;
            private nint _holder;

            public FunctionNode(string name, object[] variables, AutogradContext context, Func<AutogradContext, List<Tensor>, List<Tensor>> backward)
            {
                _context = context;
                _variables = variables;
                _inputs = Array.ConvertAll(variables, v => v is Tensor { IsInvalid: false } tensor ? tensor.Handle : 0);
                _executable = is_grad_enabled() && variables.Any(v => v is Tensor { IsInvalid: false, requires_grad: true });
                var owner = GCHandle.Alloc(new Callback(context, backward));
                fixed (byte* label = Encoding.UTF8.GetBytes(name + '\0'))
                fixed (nint* inputs = _inputs)
                    _holder = Native.Check(Native.shim_node_new(GCHandle.ToIntPtr(owner), label, inputs, _inputs.Length, &Callback.Backward, &Callback.Free));
                context.Node = Native.shim_node_pointer(_holder);
            }

            public List<Tensor> Connect(List<Tensor> outputs)
            {
                nint[] dirty = Handles(_context.DirtyTensors), constant = Handles(_context.NonDifferentiableTensors), made = Handles(outputs);
                var wrapped = new nint[made.Length];
                fixed (nint* i = _inputs, d = dirty, c = constant, m = made, w = wrapped)
                    Native.Check(Native.shim_node_wrap(_holder, i, _inputs.Length, d, dirty.Length, c, constant.Length, m, made.Length, _executable ? 1 : 0, w));
                GC.KeepAlive(_variables);
                List<Tensor> results = [.. wrapped.Select(handle => new Tensor(handle))];
                if (_executable)
                    Save(outputs, results);
                return results;
            }

            public void Release()
            {
                _context.ToSave = [];
                Native.shim_node_delete(_holder);
                _holder = 0;
            }

            private void Save(List<Tensor> outputs, List<Tensor> results)
            {
                // A saved output must be the connected one, or its node would not know itself.
                var saved = Handles(_context.ToSave.ConvertAll(tensor => outputs.FindIndex(o => ReferenceEquals(o, tensor)) is var at and >= 0 ? results[at] : tensor));
                fixed (nint* s = saved)
                    Native.Check(Native.shim_node_save(_holder, s, saved.Length));
                GC.KeepAlive(results);
            }
        }

        /// <summary>What native code holds on to and calls.</summary>
        private sealed unsafe class Callback(AutogradContext context, Func<AutogradContext, List<Tensor>, List<Tensor>> backward)
        {
            [UnmanagedCallersOnly]
            public static int Backward(nint owner, nint* gradients, int count, nint* results, int capacity)
            {
                try
                {
                    ((Callback)GCHandle.FromIntPtr(owner).Target!).Run(new ReadOnlySpan<nint>(gradients, count), new Span<nint>(results, capacity));
                    return 0;
                }
                catch (Exception exception)
                {
                    // Managed exceptions cannot cross native frames: the shim raises this text again.
                    fixed (byte* message = Encoding.UTF8.GetBytes(exception.GetType().Name + ": " + exception.Message + '\0'))
                        Native.shim_set_error(message);
                    return -1;
                }
            }

            [UnmanagedCallersOnly]
            public static void Free(nint owner) => GCHandle.FromIntPtr(owner).Free();

            private void Run(ReadOnlySpan<nint> gradients, Span<nint> results)
            {
                using var scope = NewDisposeScope();
                var incoming = new List<Tensor>(gradients.Length);
                foreach (var gradient in gradients)
                    incoming.Add(gradient == 0 ? null! : new Tensor(gradient));
                var outgoing = backward(context, incoming);
                if (outgoing.Count > results.Length)
                    throw new InvalidOperationException($"backward returned {outgoing.Count} gradients for {results.Length} arguments.");
                for (var i = 0; i < outgoing.Count; i++)
                    results[i] = outgoing[i] is { IsInvalid: false } tensor ? tensor.RetainHandle() : 0;
            }
        }
    }
}
