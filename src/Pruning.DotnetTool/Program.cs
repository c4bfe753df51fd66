using Pruning.DotnetTool.Commands;
using Pruning.DotnetTool.Terminal;

return await PruneTool.RunAsync(args, new ProcessConsole()).ConfigureAwait(false);
