using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.Reporting;
using Pruning.Storage;

namespace Pruning.Pipeline;

/// <summary>
/// Gives the failures of a project's work their place, and leaves behind what a build failed with for who looks later.
/// </summary>
/// <param name="diagnostics">What was said before the failure.</param>
internal sealed class LocatedFailure(ProjectRequest request, DiagnosticRecorder diagnostics)
{
    /// <summary>Does work; what it refuses without a place is the project's.</summary>
    /// <exception cref="PruneException">What the work refuses, with a place.</exception>
    public T In<T>(Func<T> work, Action<PruneDiagnostic>? onFailure = null)
    {
        try
        {
            return Explained(work);
        }
        catch (PruneException refusal)
        {
            var located = refusal.Diagnostic with { Location = refusal.Diagnostic.Location ?? request.Location };
            onFailure?.Invoke(located);
            if (refusal.Diagnostic.Location is null)
                throw new PruneException(located, refusal);
            throw;
        }
    }

    /// <summary>Writes a failure beside the project's output, with a SARIF report where the project has those.</summary>
    public void Write(PruneDiagnostic failure)
    {
        var root = SourceRoot.Find(request.ProjectPath);
        var sarif = !WantsAnnotations()
            ? null
            : SarifReport.Write(
                EngineIdentity.Version,
                root.Relative(request.ProjectPath)!,
                [.. diagnostics.Items.Append(failure).Select(one => DiagnosticReport.Of(one, root))],
                CodePages.PublishedAt
            );
        try
        {
            new OutputFolder(request.OutputDirectory, request.Name).WriteFailure(sarif);
        }
        catch (Exception unwritten) when (unwritten is IOException or UnauthorizedAccessException)
        {
            // A full disk may be the failure itself; it is thrown on, and tells more than this would.
            return;
        }
    }

    // Outside of the stages: reports, model, lists.
    private T Explained<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (IOException failure) when (StoreFailure.IsDiskFull(failure))
        {
            throw StoreFailure.DiskFull(failure, request.OutputDirectory);
        }
    }

    private bool WantsAnnotations()
    {
        try
        {
            return OptionCatalogue.Reports.Read(request).Contains(ReportFormat.Sarif);
        }
        catch (PruneException)
        {
            // It is misspelt, which is the failure that is being reported.
            return false;
        }
    }
}
