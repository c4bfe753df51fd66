using Pruning.Pipeline.Options;
using Pruning.SdkFiles;

// What the SDK of .pruneproj files says of options, written from the catalogue whenever the SDK is built: nobody keeps
// a list beside it.
if (args is not [var folder])
{
    Console.Error.WriteLine("usage: Pruning.SdkFiles <folder>");
    return 1;
}

Directory.CreateDirectory(folder);
File.WriteAllText(Path.Combine(folder, "Pruning.Options.props"), OptionProps.Write());
File.WriteAllText(Path.Combine(folder, "Pruning.Options.targets"), OptionTargets.Write());
File.WriteAllText(Path.Combine(folder, "pruneproj.xsd"), OptionSchema.Write());
return 0;
