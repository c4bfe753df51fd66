using System;

namespace Microsoft.Build.Framework;

/// <summary>
/// Says that a task may run beside others in one process, as <c>dotnet build -mt</c> runs them: it neither reads nor
/// changes the current directory or the environment's variables, and takes relative paths only with a folder that they
/// are relative to. A task without the mark gets a process of its own.
/// </summary>
/// <remarks>
/// MSBuild goes by this name, in whichever assembly it is; the MSBuild that this assembly is compiled for does not have
/// it yet.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
