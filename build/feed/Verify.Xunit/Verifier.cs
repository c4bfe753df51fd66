using System.Globalization;
using System.Runtime.CompilerServices;
using VerifyTests;

namespace VerifyXunit;

/// <summary>Compares what a test made with the snapshot file beside the test.</summary>
public static partial class Verifier
{
    public static SettingsTask Verify(
        string? target,
        VerifySettings? settings = null,
        [CallerFilePath] string sourceFile = ""
    ) => Start(settings, sourceFile, "txt", () => Task.FromResult(target));

    public static SettingsTask Verify(
        Task<string> target,
        VerifySettings? settings = null,
        [CallerFilePath] string sourceFile = ""
    ) => Start(settings, sourceFile, "txt", async () => await target);

    public static SettingsTask Verify(
        string? target,
        string extension,
        VerifySettings? settings = null,
        [CallerFilePath] string sourceFile = ""
    ) => Start(settings, sourceFile, extension, () => Task.FromResult(target));

    public static SettingsTask Verify(
        Task<string> target,
        string extension,
        VerifySettings? settings = null,
        [CallerFilePath] string sourceFile = ""
    ) => Start(settings, sourceFile, extension, async () => await target);

    /// <summary>Text, numbers and the like. This subset does not serialize objects: make text of them first.</summary>
    public static SettingsTask Verify(
        object? target,
        VerifySettings? settings = null,
        [CallerFilePath] string sourceFile = ""
    ) =>
        target switch
        {
            null or string => Verify((string?)target, settings, sourceFile),
            IConvertible number => Verify(number.ToString(CultureInfo.InvariantCulture), settings, sourceFile),
            _ => throw new NotSupportedException($"Verify of a {target.GetType().Name}: make text of it first."),
        };

    private static SettingsTask Start(
        VerifySettings? settings,
        string sourceFile,
        string extension,
        Func<Task<string?>> target
    )
    {
        var method = UseVerifyAttribute.Method;
        return new SettingsTask(settings, async current =>
            await new Snapshot(method, sourceFile, current, extension).Verify(await target())
        );
    }
}
