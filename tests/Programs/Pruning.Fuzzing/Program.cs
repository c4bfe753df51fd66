using System.Globalization;
using Pruning.Fuzzing.Campaign;
using Pruning.Fuzzing.Checks;
using Pruning.Fuzzing.Coverage;
using Pruning.Fuzzing.Readers;

// The commands of build/fuzz.sh, which instruments first.
switch (args)
{
    case ["list"]:
        foreach (var reader in ReaderList.All)
            Console.WriteLine(reader.Name);
        return 0;

    case ["run", var names, var seconds, var corpus, var work]:
        Console.WriteLine("reader | executions | a second | edges | inputs | most allocated | faults");
        foreach (var reader in Readers(names))
        {
            var row = Supervisor.Run(reader, work, corpus, Seconds(seconds));
            Console.WriteLine(
                FormattableString.Invariant(
                    $"{row.Reader} | {row.Executions} | {row.Executions / row.Time.TotalSeconds:0} | {row.Edges} | {row.Inputs} | {row.MostAllocated} | {row.Faults}"
                )
            );
        }

        return 0;

    case ["worker", var name, var seconds, var corpus, var work, var seed]:
        new Worker(
            ReaderList.Named(name),
            new WorkFolder(work, name),
            [.. KeptCorpus.Of(corpus, name).Select(kept => kept.Input)],
            int.Parse(seed, CultureInfo.InvariantCulture)
        ).Run(Seconds(seconds));
        return 0;

    case ["libfuzzer", var name]:
        LibFuzzer.Run(ReaderList.Named(name));
        return 0;

    case ["coverage", var names, .. var corpora]:
        Console.WriteLine("reader | blocks run | of | share");
        foreach (var reader in Readers(names))
        {
            var (ran, all) = InScratch(folder => BlocksOf(reader, corpora, folder));
            Console.WriteLine(
                FormattableString.Invariant($"{reader.Name} | {ran} | {all} | {(double)ran / Math.Max(1, all):P0}")
            );
        }

        return 0;

    case ["fewest", var name, var to, .. var corpora]:
        Directory.CreateDirectory(to);
        var kept = InScratch(folder => Minimiser.Fewest(ReaderList.Named(name), corpora.SelectMany(InputsOf), folder));
        foreach (var (index, input) in kept.Index())
            File.WriteAllBytes(Path.Combine(to, $"{index:0000}"), input);
        return 0;

    case ["shortest", var name, var from, var to]:
        File.WriteAllBytes(
            to,
            InScratch(folder => Minimiser.Shortest(ReaderList.Named(name), File.ReadAllBytes(from), folder))
        );
        return 0;

    case ["read", var name, .. var files]:
        foreach (var file in files)
            Console.WriteLine(
                $"{file}: "
                    + $"{InScratch(folder => new CheckedRead(ReaderList.Named(name), folder, Limits.Default).Run(File.ReadAllBytes(file), twice: true))?.ToString() ?? "fine"}"
            );
        return 0;

    default:
        Console.Error.WriteLine(
            "list | run <reader,…|all> <seconds> <corpus> <work> | coverage <reader,…|all> <corpus>… | fewest "
                + "<reader> <to> <folder>… | shortest <reader> <from> <to> | read <reader> <file>… | libfuzzer <reader>"
        );
        return 3;
}

static IEnumerable<Reader> Readers(string names) =>
    names == "all" ? ReaderList.All : names.Split(',').Select(ReaderList.Named);

static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));

static IEnumerable<byte[]> InputsOf(string folder) =>
    Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)
        : [];

static T InScratch<T>(Func<string, T> work)
{
    var scratch = Directory.CreateTempSubdirectory("pruning-fuzz-");
    try
    {
        return work(scratch.FullName);
    }
    finally
    {
        scratch.Delete(recursive: true);
    }
}

static (int Ran, int All) BlocksOf(Reader reader, string[] corpora, string folder)
{
    CoveredBlocks.Clear();
    var execution = new CheckedRead(reader, folder, Limits.Default);
    foreach (
        var input in corpora.SelectMany(corpus =>
            InputsOf(Path.Combine(corpus, reader.Name)).Concat(InputsOf(Path.Combine(corpus, reader.Name, "corpus")))
        )
    )
        execution.Run(input);
    return CoveredBlocks.Of(reader);
}
