using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp.Interop;

/// <summary>The functions of build/feed/native/torch/*.cpp.</summary>
internal static unsafe partial class Native
{
    private const string Library = "PruningTorch";

    [DllImport(Library)] public static extern byte* shim_error();
    [DllImport(Library)] public static extern void shim_set_error(byte* message);
    [DllImport(Library)] public static extern byte* shim_torch_version();

    [DllImport(Library)] public static extern nint shim_find_operator(byte* name, byte* overload);
    [DllImport(Library)] public static extern int shim_call(nint op, NativeValue* arguments, int count, NativeValue* results, int capacity);
    [DllImport(Library)] public static extern void shim_free(void* memory);

    [DllImport(Library)] public static extern void shim_tensor_release(nint tensor);
    [DllImport(Library), SuppressGCTransition] public static extern nint shim_tensor_retain(nint tensor);
    [DllImport(Library), SuppressGCTransition] public static extern long shim_tensor_use_count(nint tensor);
    [DllImport(Library), SuppressGCTransition] public static extern long shim_tensor_dim(nint tensor);
    [DllImport(Library), SuppressGCTransition] public static extern long shim_tensor_numel(nint tensor);
    [DllImport(Library), SuppressGCTransition] public static extern long shim_tensor_element_size(nint tensor);
    [DllImport(Library), SuppressGCTransition] public static extern long shim_tensor_storage_offset(nint tensor);
    [DllImport(Library), SuppressGCTransition] public static extern int shim_tensor_dtype(nint tensor);
    [DllImport(Library), SuppressGCTransition] public static extern void shim_tensor_sizes(nint tensor, long* sizes);
    [DllImport(Library), SuppressGCTransition] public static extern void shim_tensor_strides(nint tensor, long* strides);
    [DllImport(Library), SuppressGCTransition] public static extern int shim_tensor_device_type(nint tensor);
    [DllImport(Library), SuppressGCTransition] public static extern int shim_tensor_device_index(nint tensor);
    [DllImport(Library), SuppressGCTransition] public static extern int shim_tensor_is_contiguous(nint tensor, int format);
    [DllImport(Library)] public static extern nint shim_tensor_data(nint tensor);
    [DllImport(Library)] public static extern int shim_tensor_requires_grad(nint tensor);
    [DllImport(Library)] public static extern int shim_tensor_set_requires_grad(nint tensor, int value);
    [DllImport(Library)] public static extern int shim_tensor_is_leaf(nint tensor);
    [DllImport(Library)] public static extern int shim_tensor_retain_grad(nint tensor);
    [DllImport(Library)] public static extern nint shim_tensor_grad(nint tensor);
    [DllImport(Library)] public static extern int shim_tensor_set_grad(nint tensor, nint gradient);

    [DllImport(Library)] public static extern int shim_cuda_available();
    [DllImport(Library)] public static extern int shim_cuda_device_count();
    [DllImport(Library)] public static extern void shim_manual_seed(long seed);
    [DllImport(Library)] public static extern int shim_set_num_threads(int count);
    [DllImport(Library)] public static extern int shim_get_num_threads();
    [DllImport(Library)] public static extern int shim_set_num_interop_threads(int count);
    [DllImport(Library)] public static extern int shim_get_num_interop_threads();
    [DllImport(Library)] public static extern void shim_set_deterministic(int on, int warnOnly);
    [DllImport(Library)] public static extern int shim_is_deterministic();

    [DllImport(Library)] public static extern nint shim_generator_new(ulong seed);
    [DllImport(Library)] public static extern nint shim_generator_default();
    [DllImport(Library)] public static extern void shim_generator_delete(nint generator);
    [DllImport(Library)] public static extern void shim_generator_seed(nint generator, ulong seed);
    [DllImport(Library)] public static extern ulong shim_generator_initial_seed(nint generator);
    [DllImport(Library)] public static extern nint shim_generator_get_state(nint generator);
    [DllImport(Library)] public static extern int shim_generator_set_state(nint generator, nint state);

    [DllImport(Library), SuppressGCTransition] public static extern int shim_grad_mode();
    [DllImport(Library), SuppressGCTransition] public static extern void shim_set_grad_mode(int enabled);
    [DllImport(Library)] public static extern int shim_inference_mode();
    [DllImport(Library)] public static extern nint shim_inference_mode_enter(int enabled);
    [DllImport(Library)] public static extern void shim_inference_mode_exit(nint guard);
    [DllImport(Library)] public static extern int shim_backward(nint* tensors, int count, nint* gradients, int gradientCount, int retainGraph, int createGraph, nint* inputs, int inputCount);
    [DllImport(Library)] public static extern int shim_grad(nint* outputs, int outputCount, nint* inputs, int inputCount, nint* gradients, int gradientCount, int retainGraph, int createGraph, int allowUnused, nint* results);

    [DllImport(Library)] public static extern nint shim_node_new(nint context, byte* label, nint* inputs, int count, delegate* unmanaged<nint, nint*, int, nint*, int, int> backward, delegate* unmanaged<nint, void> release);
    [DllImport(Library)] public static extern void shim_node_delete(nint holder);
    [DllImport(Library)] public static extern nint shim_node_pointer(nint holder);
    [DllImport(Library)] public static extern int shim_node_wrap(nint holder, nint* inputs, int inputCount, nint* dirty, int dirtyCount, nint* constant, int constantCount, nint* outputs, int outputCount, int executable, nint* results);
    [DllImport(Library)] public static extern int shim_node_save(nint holder, nint* tensors, int count);
    [DllImport(Library)] public static extern int shim_node_saved(nint pointer, nint* results, int capacity);

    public static ExternalException Error() => new(Marshal.PtrToStringUTF8((nint)shim_error()));

    public static void Check(int status)
    {
        if (status < 0)
            throw Error();
    }

    public static nint Check(nint handle) => handle != 0 ? handle : throw Error();
}
