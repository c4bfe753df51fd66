using System.Globalization;
using ShapesDataset;

// Writes a small detection dataset: circles, squares, triangles and stars of many looks, among things that resemble them.
// The same arguments give the same bytes on every machine.
//
//   ShapesDataset <folder> [train count] [val count] [test count]
if (args.Length is < 1 or > 4 || args[0].StartsWith('-'))
{
    Console.Error.WriteLine("Usage: ShapesDataset <folder> [train count, 480] [val count, 160] [test count, 160]");
    return 1;
}

var splits = new (string Name, int Count)[] { ("train", 480), ("val", 160), ("test", 160) };
for (var i = 1; i < args.Length; i++)
{
    if (
        !int.TryParse(args[i], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        || count is < 1 or > 1_000_000
    )
    {
        Console.Error.WriteLine($"'{args[i]}' is not a number of images between 1 and 1000000.");
        return 1;
    }

    splits[i - 1].Count = count;
}

DatasetWriter.Write(args[0], splits);
Console.WriteLine($"{args[0]}: {string.Join(", ", splits.Select(split => $"{split.Count} {split.Name}"))} images.");
return 0;
