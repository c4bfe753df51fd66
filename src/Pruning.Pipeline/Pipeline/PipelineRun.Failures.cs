using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.Reporting;
using Pruning.Storage;

namespace Pruning.Pipeline;

/// <content>How failures get their place, and are left behind for who looks later.</content>
public sealed partial class PipelineRun
{
    private T Located<T>(Func<T> work, Action<PruneDiagnostic>? onFailure = null)
    {
        try
        {
            return Explained(work);
        }
        catch (PruneException refusal)
        {
            var located = refusal.Diagnostic with { Location = refusal.Diagnostic.Location ?? _request.Location };
            onFailure?.Invoke(located);
            if (refusal.Diagnostic.Location is null)
                throw new PruneException(located, refusal);
            throw;
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
            throw StoreFailure.DiskFull(failure, _request.OutputDirectory);
        }
    }

    private void ReportFailure(PruneDiagnostic failure)
    {
        var root = SourceRoot.Find(_request.ProjectPath);
        var sarif = !WantsAnnotations()
            ? null
            : SarifReport.Write(
                EngineIdentity.Version,
                root.Relative(_request.ProjectPath)!,
                [.. _diagnostics.Items.Append(failure).Select(one => DiagnosticReport.Of(one, root))],
                CodePages.PublishedAt
            );
        try
        {
            new OutputFolder(_request.OutputDirectory, _request.Name).WriteFailure(sarif);
        }
        catch (Exception unwritten) when (unwritten is IOException or UnauthorizedAccessException)
        {
            // A full disk may be the failure itself; it is thrown on, and tells more than this would.
            return;
        }
    }

    private bool WantsAnnotations()
    {
        try
        {
            return OptionCatalogue.Reports.Read(_request).Contains(ReportFormat.Sarif);
        }
        catch (PruneException)
        {
            // It is misspelt, which is the failure that is being reported.
            return false;
        }
    }
}
