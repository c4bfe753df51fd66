namespace Pruning.Benchmarks.Kills;

/// <summary>Who starts the pipeline.</summary>
internal enum FrontEnd
{
    /// <summary><c>dotnet prune build</c>: one process, which has MSBuild evaluate the project first.</summary>
    Tool,

    /// <summary><c>dotnet build</c> with the package: MSBuild, which starts an engine stage after stage.</summary>
    MSBuild,
}
