namespace Pruning.Tasks;

/// <summary>
/// The codes that the tasks themselves report. The catalogue, with titles, is <c>Pruning.Diagnostics.Codes</c>, which a
/// netstandard2.0 assembly cannot reference; a test holds the two together.
/// </summary>
internal static class TaskCodes
{
    public const string FileTrouble = "PRUNE0003";
    public const string InvalidItem = "PRUNE0106";
    public const string EngineMissing = "PRUNE0201";
    public const string EngineStopped = "PRUNE0202";
    public const string UnreadableModelDescription = "PRUNE0203";
    public const string SameModelName = "PRUNE0204";
}
