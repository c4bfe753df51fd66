using Microsoft.ML.OnnxRuntime;
using Pruning.Diagnostics;
using Pruning.Native;

namespace Pruning.Onnx;

/// <summary>Opens ONNX Runtime sessions on the CPU, and turns what goes wrong into messages for the user.</summary>
public static class OnnxSessions
{
    private static readonly Lock Gate = new();

    /// <summary>ONNX Runtime's version.</summary>
    /// <exception cref="PruneException">PRUNE7107: its native library does not load.</exception>
    public static string RuntimeVersion => Guard(() => Environment().GetVersionString());

    /// <param name="name">How messages call the model.</param>
    /// <param name="threads">Threads within an operator; 0 leaves it to the runtime: one a core.</param>
    /// <param name="profile">How the file begins that a profile is written to; null writes none.</param>
    /// <exception cref="PruneException">PRUNE7102, PRUNE7107.</exception>
    internal static InferenceSession Open(byte[] model, string name, int threads, string? profile = null)
    {
        OnnxFile.Parse(model, name);
        return Guard(() =>
        {
            Environment();
            using var options = Options(threads);
            if (profile is not null)
            {
                options.ProfileOutputPathPrefix = profile; // read when profiling is switched on
                options.EnableProfiling = true;
            }

            return Open(model, name, options);
        });
    }

    /// <summary>
    /// The model as the runtime has it when it has joined what it can join, before it arranges values for a processor.
    /// </summary>
    /// <param name="name">How messages call the model.</param>
    /// <exception cref="PruneException">PRUNE7102, PRUNE7107.</exception>
    internal static byte[] Optimize(byte[] model, string name)
    {
        OnnxFile.Parse(model, name);
        var folder = Directory.CreateTempSubdirectory("pruning-");
        try
        {
            return Guard(() =>
            {
                Environment();
                var file = Path.Combine(folder.FullName, "optimized.onnx");
                using var options = Options(threads: 1);
                options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED;
                options.OptimizedModelFilePath = file;
                Open(model, name, options).Dispose();
                return File.ReadAllBytes(file);
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Runs <paramref name="run"/> on a session of the model called <paramref name="name"/>.</summary>
    /// <exception cref="PruneException">PRUNE7106.</exception>
    internal static T Run<T>(string name, Func<T> run)
    {
        try
        {
            return run();
        }
        catch (OnnxRuntimeException error)
        {
            throw new PruneException(
                Codes.OnnxRunFailed,
                $"ONNX Runtime failed while running '{name}': {OneLine(error)}. There is no result to judge. "
                    + $"Check that the file is whole and the machine has memory left; export the model again if it "
                    + $"stays.",
                inner: error
            );
        }
    }

    private static InferenceSession Open(byte[] model, string name, SessionOptions options)
    {
        try
        {
            return new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException error)
        {
            throw new PruneException(
                Codes.OnnxFileRefused,
                $"ONNX Runtime {Environment().GetVersionString()} refuses '{name}': {OneLine(error)}. It "
                    + $"cannot be run. Export it again, with another opset if an operator is unknown.",
                inner: error
            );
        }
    }

    private static SessionOptions Options(int threads)
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, // errors come as exceptions
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0"); // spinning threads slow their neighbours on a shared machine
        return options;
    }

    /// <summary>
    /// The process's environment, quiet: what the runtime finds out about devices is not the user's concern.
    /// </summary>
    private static OrtEnv Environment()
    {
        lock (Gate)
        {
            if (OrtEnv.IsCreated)
                return OrtEnv.Instance();
            var options = new EnvironmentCreationOptions
            {
                logId = "pruning",
                logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            };
            return OrtEnv.CreateInstanceWithOptions(ref options);
        }
    }

    private static T Guard<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception error) when (Missing(error) is { } cause)
        {
            throw new PruneException(
                Codes.OnnxRuntimeMissing,
                $"ONNX Runtime's native library does not load here: {LoaderMessage.Of(cause)} Models are "
                    + $"exported, judged and measured with it. On Linux x64, Windows x64 and macOS it comes in the "
                    + $"package; elsewhere put the platform's onnxruntime library on the loader's path. 'dotnet prune "
                    + $"doctor' says what is found.",
                inner: error
            );
        }
    }

    private static Exception? Missing(Exception? error) =>
        error switch
        {
            null => null,
            DllNotFoundException or EntryPointNotFoundException or BadImageFormatException => error,
            TypeInitializationException initialization => Missing(initialization.InnerException),
            _ => null,
        };

    private static string OneLine(OnnxRuntimeException error) =>
        error.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
