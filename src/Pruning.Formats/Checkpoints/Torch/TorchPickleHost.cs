using System.Collections.Frozen;
using System.Collections.Immutable;
using Pruning.Checkpoints.Pickling;
using Pruning.Graphs.Import;

namespace Pruning.Checkpoints.Torch;

/// <summary>
/// What the names in a <c>torch.save</c> file stand for. The few functions that such a file calls to lay out tensors
/// and containers have their data made here; classes become <see cref="PickleObject"/>; any other function, and
/// whatever reaches out of the file (<c>os.system</c>, <c>builtins.eval</c>), is refused by name.
/// </summary>
internal sealed class TorchPickleHost(string path) : IPickleHost
{
    private static readonly FrozenSet<string> ForbiddenModules = FrozenSet.ToFrozenSet(
        [
            "os",
            "posix",
            "nt",
            "sys",
            "subprocess",
            "importlib",
            "runpy",
            "shutil",
            "socket",
            "ctypes",
            "pty",
            "pickle",
            "_pickle",
            "marshal",
            "code",
            "codeop",
            "webbrowser",
            "http",
            "urllib",
            "requests",
            "operator",
            "_operator",
            "asyncio",
            "threading",
            "_thread",
            "multiprocessing",
            "signal",
            "tempfile",
            "timeit",
            "pdb",
            "bdb",
            "cProfile",
            "profile",
            "trace",
            "inspect",
            "dill",
            "cloudpickle",
            "joblib",
            "pip",
            "commands",
            "popen2",
            "platform",
            "pkgutil",
            "imp",
            "io",
            "_io",
            "linecache",
            "ensurepip",
            "venv",
            "smtplib",
            "ftplib",
            "telnetlib",
            "xmlrpc",
        ],
        StringComparer.Ordinal
    );

    private static readonly FrozenSet<string> ForbiddenNames = FrozenSet.ToFrozenSet(
        [
            "types.FunctionType",
            "types.CodeType",
            "types.MethodType",
            "types.LambdaType",
            "torch.load",
            "torch.hub.load",
            "torch.jit.load",
            "torch.storage._load_from_bytes",
            "torch.serialization.load",
            "numpy.load",
            "numpy.core.multiarray.fromfile",
            "functools.partial",
            "functools.reduce",
        ],
        StringComparer.Ordinal
    );

    private static readonly FrozenSet<string> BuiltinTypes = FrozenSet.ToFrozenSet(
        [
            "set",
            "frozenset",
            "list",
            "dict",
            "tuple",
            "int",
            "float",
            "complex",
            "bool",
            "str",
            "bytes",
            "bytearray",
            "object",
            "slice",
            "range",
        ],
        StringComparer.Ordinal
    );

    /// <summary>
    /// Functions and lower-case classes whose result is of no use here: kept as what they were called with.
    /// </summary>
    private static readonly FrozenSet<string> Inert = FrozenSet.ToFrozenSet(
        [
            "collections.defaultdict",
            "collections.deque",
            "datetime.datetime",
            "datetime.date",
            "datetime.timedelta",
            "datetime.timezone",
            "numpy.dtype",
            "numpy.ndarray",
            "numpy.core.multiarray.scalar",
            "numpy._core.multiarray.scalar",
            "numpy.core.multiarray._reconstruct",
            "numpy._core.multiarray._reconstruct",
            "_codecs.encode",
            "torch.device",
            "torch.dtype",
            "torch._utils._rebuild_qtensor",
        ],
        StringComparer.Ordinal
    );

    private const int MostDimensions = 16;
    private const int MostCopies = 1 << 20;

    private int _copied;

    public object Admit(PickleGlobal global)
    {
        if (global.FullName is "builtins.getattr" or "__builtin__.getattr")
            return new PickleAttributeLookup(global);
        var root = global.Module.Split('.')[0];
        var builtin = root is "builtins" or "__builtin__";
        if (
            ForbiddenModules.Contains(root)
            || ForbiddenNames.Contains(global.FullName)
            || (builtin && !BuiltinTypes.Contains(global.Name))
        )
            throw CheckpointErrors.Unsafe(path, global.FullName);
        return global;
    }

    public PickleBoundMethod Attribute(PickleAttributeLookup lookup, PickleTuple arguments) =>
        BoundMethods.Find(arguments) ?? throw Refused(lookup.Global.FullName);

    public Exception Refused(string name) => CheckpointErrors.Unsafe(path, name);

    public object? Construct(PickleGlobal callable, PickleTuple arguments)
    {
        var items = arguments.Items;
        switch (callable.FullName)
        {
            case "torch._utils._rebuild_tensor_v2" or "torch._utils._rebuild_tensor" when items.Length >= 4:
                return Tensor(items);
            case "torch._utils._rebuild_parameter"
            or "torch._utils._rebuild_parameter_with_state" when items.Length >= 1:
                return items[0];
            case "collections.OrderedDict" or "builtins.dict" or "__builtin__.dict":
                return Dictionary(items);
            // Sequences are shared, not copied: a file must not multiply them.
            case "builtins.set"
            or "__builtin__.set"
            or "builtins.frozenset"
            or "__builtin__.frozenset"
            or "builtins.list"
            or "__builtin__.list":
                return items.FirstOrDefault() is PickleTuple or PickleList ? items[0] : new PickleList();
            case "torch.Size" or "builtins.tuple" or "__builtin__.tuple":
                return items.FirstOrDefault() is PickleTuple or PickleList ? items[0] : PickleTuple.Empty;
            case "copyreg._reconstructor" or "copy_reg._reconstructor" when items is [PickleGlobal type, ..]:
                return new PickleObject(type, arguments);
        }

        var builtin = callable.Module is "builtins" or "__builtin__";
        if (builtin || callable.LooksLikeClass || Inert.Contains(callable.FullName))
            return new PickleObject(callable, arguments);
        throw CheckpointErrors.Unsafe(path, callable.FullName);
    }

    /// <summary>The storages that the pickle refers to, by key.</summary>
    public Dictionary<string, TorchStorage> Storages { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// A storage: ('storage', type, key, location, count); or, in old files, a class with its source text: ('module',
    /// class, …).
    /// </summary>
    public object? Resolve(object? persistentId)
    {
        if (persistentId is PickleTuple { Items: ["module", PickleGlobal named, ..] })
            return named;
        if (persistentId is not PickleTuple { Items: ["storage", PickleGlobal type, string key, _, long count, ..] })
            throw new PickleFormatException("a reference to stored weights is malformed");
        return Storages[key] = new TorchStorage(ElementTypeOf(type), key, count);
    }

    private ElementType ElementTypeOf(PickleGlobal type) =>
        type.SimpleName switch
        {
            "FloatStorage" => ElementType.Float32,
            "HalfStorage" => ElementType.Float16,
            "BFloat16Storage" => ElementType.BFloat16,
            "DoubleStorage" => ElementType.Float64,
            "LongStorage" => ElementType.Int64,
            "IntStorage" => ElementType.Int32,
            "ShortStorage" => ElementType.Int16,
            "CharStorage" => ElementType.Int8,
            "ByteStorage" or "UntypedStorage" => ElementType.UInt8,
            "BoolStorage" => ElementType.Boolean,
            _ => throw CheckpointErrors.UnsupportedTensor(
                path,
                type.FullName,
                "is a storage of an unknown element type"
            ),
        };

    private static TorchTensor Tensor(ImmutableArray<object?> items)
    {
        if (items is not [TorchStorage storage, long offset, PickleTuple sizes, PickleTuple strides, ..])
            throw new PickleFormatException("a tensor's description is malformed");
        return new TorchTensor(storage, offset, Integers(sizes), Integers(strides));
    }

    private static ImmutableArray<long> Integers(PickleTuple tuple)
    {
        if (tuple.Items.Length > MostDimensions)
            throw new PickleFormatException($"a tensor has {tuple.Items.Length} dimensions");
        return
        [
            .. tuple.Items.Select(item =>
                item is long number ? number : throw new PickleFormatException("a tensor's sizes are not integers")
            ),
        ];
    }

    private PickleDictionary Dictionary(ImmutableArray<object?> arguments)
    {
        var dictionary = new PickleDictionary();
        foreach (var pair in PickleSequence.ItemsOf(arguments.FirstOrDefault()))
        {
            if (++_copied > MostCopies)
                throw new PickleFormatException($"it copies more than {MostCopies} values");
            if (PickleSequence.ItemsOf(pair) is not [var key, var value])
                throw new PickleFormatException("a dictionary is made of what are not pairs");
            dictionary.Set(key, value);
        }

        return dictionary;
    }
}
