using System.Collections.Immutable;
using System.Text.Json;
using Pruning.Diagnostics;
using Pruning.Storage;

namespace Pruning.Pipeline.Executors;

/// <summary>What a job is to do: the file <c>order.json</c>, which the job's script names.</summary>
/// <param name="Step">The step's name.</param>
/// <param name="Fingerprint">Of its result, as the build that asks has it.</param>
/// <param name="Inputs">What the fingerprint covers, by name; tells what differs where the job finds another one.</param>
/// <param name="Device">What the build computes on: <c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Again">As <see cref="HandedStep"/>.</param>
public sealed record JobOrder(
    int Version,
    string Step,
    string Fingerprint,
    ImmutableArray<KeyValuePair<string, string>> Inputs,
    string Device,
    bool Again
)
{
    public const string FileName = "order.json";

    /// <summary>The project's request, beside it.</summary>
    public const string RequestName = "request.xml";

    private const int CurrentVersion = 1;

    public static JobOrder Of(HandedStep handed, string device) =>
        new(
            CurrentVersion,
            handed.Step.Stage.Name,
            handed.Step.Fingerprint.Hex,
            handed.Step.Inputs,
            device,
            handed.Again
        );

    public void Write(string path) => AtomicFile.Write(path, ReportJson.Write(this));

    /// <exception cref="PruneException">PRUNE0001: it cannot be read.</exception>
    public static JobOrder Read(string path)
    {
        try
        {
            return ReportJson.Read<JobOrder>(path) is { Version: CurrentVersion, Inputs.IsDefault: false } order
                ? order
                : throw new JsonException("its version is another engine's");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new PruneException(
                Codes.UnreadableRequest,
                $"The order of a job cannot be read: {failure.Message} The build writes it where the project's output "
                    + $"goes; every node has to see that folder under the same path.",
                new SourceLocation(path),
                failure
            );
        }
    }

    /// <summary>The fingerprint of an upstream step's result; null where the step reads no such step.</summary>
    internal Fingerprint? From(string upstream) =>
        Inputs.FirstOrDefault(input => input.Key == StagePlan.From(upstream)) is { Value: { } hex }
            ? new Fingerprint(hex)
            : null;
}
