using System.Globalization;

namespace Pruning.Tasks;

/// <summary>What to say of an engine that stopped without an error of its own.</summary>
internal static class EngineExit
{
    /// <summary>128 + SIGKILL: on Linux nearly always the out-of-memory killer.</summary>
    private const int Killed = 137;

    public static string Describe(int exitCode, string stage, string? crash)
    {
        var code = exitCode.ToString(CultureInfo.InvariantCulture);
        if (exitCode == Killed)
            return $"The pruning engine was killed in stage '{stage}' (exit code {code}), most likely because memory "
                + $"ran out. Lower BatchSize or ImageSize, or give the build more memory; the next build resumes where "
                + $"this one stopped.";
        if (crash is not null)
            return $"The pruning engine crashed in stage '{stage}' (exit code {code}): {crash} This is a bug in the "
                + $"engine; the lines above hold its trace. The next build resumes where this one stopped.";
        return $"The pruning engine stopped in stage '{stage}' with exit code {code} and without an error message. The "
            + $"lines above are all that it said; the next build resumes where this one stopped.";
    }
}
