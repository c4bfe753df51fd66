using System.Globalization;
using Pruning.DotnetTool.Commands;
using Pruning.DotnetTool.Terminal;
using Pruning.Storage;

// Whatever the environment says: results, reports and messages are the same everywhere.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
OversizeFile.Survive();
return await PruneTool.RunAsync(args, new ProcessConsole()).ConfigureAwait(false);
