using Microsoft.Build.Framework;

namespace Pruning.Tasks.Tests;

/// <summary>The task as a project's targets call it, with the fake engine.</summary>
internal static class FakeEngineTask
{
    /// <param name="script">What the engine does.</param>
    /// <param name="requestFile">In the folder.</param>
    public static RunPruningEngine Create(
        TestFolder folder,
        IBuildEngine build,
        string stage,
        string script,
        string requestFile
    )
    {
        var project = folder.Write("Detector.pruneproj", "<Project />");
        folder.Write("engine-script.txt", script);
        folder.Write("base.pt", "weights");
        return new RunPruningEngine
        {
            BuildEngine = build,
            Engine = TestFolder.FakeEngine,
            RequestFile = folder.Write(
                requestFile,
                $"""
                <PruningRequest Version="1" Project="{project}" Name="Detector" OutputDirectory="{folder.PathOf(
                    "obj"
                )}" CacheDirectory="">
                  <Property Name="BaseModel" Value="base.pt" />
                </PruningRequest>
                """
            ),
            Project = project,
            Stage = stage,
        };
    }
}
