using System.Text;

namespace Pruning.Testing;

/// <summary>
/// Writes the smallest shared object for x86-64 that glibc's loader takes: one segment with a dynamic table, no code.
/// What it needs, and how its relocations refer to symbols that it does not define, is up to the test.
/// </summary>
internal sealed class TinySharedObject
{
    public const uint JumpSlot = 7;
    public const uint GlobalData = 6;

    private readonly List<byte> _data = [];
    private readonly List<byte> _strings = [];

    public List<string> Needed { get; } = ["libc.so.6"];

    /// <summary>Symbol versions: of which library, and their names.</summary>
    public List<(string Library, string Version)> Versions { get; } = [];

    /// <summary>
    /// Undefined symbols and the relocation of each; a version is an index into <see cref="Versions"/>, -1 for none.
    /// </summary>
    public List<(string Symbol, uint Relocation, int Version, bool Weak)> Uses { get; } = [];

    /// <summary>Whether it says <c>DF_BIND_NOW</c>.</summary>
    public bool BindsAtOnce { get; set; }

    public string WriteTo(string path)
    {
        File.WriteAllBytes(path, ToBytes());
        return path;
    }

    public byte[] ToBytes()
    {
        const int Head = 64 + (3 * 56);
        _data.Clear();
        _strings.Clear();
        _data.AddRange(new byte[Head]);
        Text("");
        var table = new List<(ulong Tag, ulong Value)>();
        table.AddRange(Needed.Select(name => (1UL, Text(name))));
        table.AddRange([(6, Symbols()), (11, 24)]);
        if (Versions.Count > 0)
            table.AddRange([
                (0x6ffffff0, SymbolVersions()),
                (0x6ffffffe, RequiredVersions()),
                (0x6fffffff, (ulong)Versions.Select(version => version.Library).Distinct().Count()),
            ]);
        var slots = Place(new byte[8 * (3 + Uses.Count)]);
        AddRelocations(table, slots, jump: false);
        AddRelocations(table, slots, jump: true);
        if (BindsAtOnce)
            table.Add((30, 8));
        table.AddRange([(5, Place(_strings.ToArray())), (10, (ulong)_strings.Count), (0, 0)]);
        var dynamic = Place([.. table.SelectMany(entry => Words(entry.Tag, entry.Value))]);
        byte[] head = HeadOf(dynamic, (ulong)table.Count * 16);
        return [.. head, .. _data.Skip(head.Length)];
    }

    private ulong Symbols() =>
        Place([
            .. new byte[24],
            .. Uses.SelectMany(use =>
                (byte[])
                    [
                        .. BitConverter.GetBytes((uint)Text(use.Symbol)),
                        (byte)(((use.Weak ? 2 : 1) << 4) | 2),
                        0,
                        0,
                        0,
                        .. new byte[16],
                    ]
            ),
        ]);

    // Index 0 and 1 stand for "local" and "no version"; ours begin at 2.
    private ulong SymbolVersions() =>
        Place([
            0,
            0,
            .. Uses.SelectMany(use => BitConverter.GetBytes((ushort)(use.Version < 0 ? 1 : use.Version + 2))),
        ]);

    private ulong RequiredVersions()
    {
        var bytes = new List<byte>();
        var libraries = Versions
            .Select((version, index) => (version.Library, version.Version, Index: index))
            .GroupBy(version => version.Library)
            .ToList();
        foreach (var library in libraries)
        {
            var count = library.Count();
            bytes.AddRange([
                1,
                0,
                .. Short(count),
                .. Integer((uint)Text(library.Key)),
                .. Integer(16),
                .. Integer(library.Key == libraries[^1].Key ? 0 : (uint)(16 + (16 * count))),
            ]);
            foreach (var (position, version) in library.Index())
                bytes.AddRange([
                    .. Integer(ElfHash(version.Version)),
                    0,
                    0,
                    .. Short(version.Index + 2),
                    .. Integer((uint)Text(version.Version)),
                    .. Integer(position == count - 1 ? 0 : 16u),
                ]);
        }

        return Place([.. bytes]);
    }

    private void AddRelocations(List<(ulong Tag, ulong Value)> table, ulong slots, bool jump)
    {
        var entries = Uses.Index()
            .Where(use => use.Item.Relocation == JumpSlot == jump)
            .SelectMany(use =>
                (byte[])
                    [
                        .. Words(
                            slots + (8 * (3 + (ulong)use.Index)),
                            ((ulong)use.Index + 1) << 32 | use.Item.Relocation
                        ),
                        .. new byte[8],
                    ]
            )
            .ToArray();
        if (entries.Length == 0)
            return;
        table.AddRange(
            jump
                ? [(3, slots), (2, (ulong)entries.Length), (20, 7), (23, Place(entries))]
                : [(7, Place(entries)), (8, (ulong)entries.Length), (9, 24)]
        );
    }

    private byte[] HeadOf(ulong dynamic, ulong dynamicSize) =>
        [
            0x7F,
            (byte)'E',
            (byte)'L',
            (byte)'F',
            2,
            1,
            1,
            .. new byte[9],
            3,
            0,
            62,
            0,
            1,
            0,
            0,
            0,
            .. Words(0, 64, 0),
            0,
            0,
            0,
            0,
            64,
            0,
            56,
            0,
            3,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            .. Segment(1, 6, 0, (ulong)_data.Count, 0x1000),
            .. Segment(2, 6, dynamic, dynamicSize, 8),
            .. Segment(0x6474e551, 6, 0, 0, 16), // PT_GNU_STACK: without it the loader asks for a stack that runs code
        ];

    private static byte[] Segment(uint kind, uint flags, ulong at, ulong size, ulong alignment) =>
        [.. Integer(kind), .. Integer(flags), .. Words(at, at, at, size, size, alignment)];

    private ulong Place(byte[] bytes)
    {
        while (_data.Count % 16 != 0)
            _data.Add(0);
        var at = (ulong)_data.Count;
        _data.AddRange(bytes);
        return at;
    }

    private ulong Text(string text)
    {
        var at = (ulong)_strings.Count;
        _strings.AddRange([.. Encoding.ASCII.GetBytes(text), 0]);
        return at;
    }

    private static byte[] Words(params ulong[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static byte[] Integer(uint value) => BitConverter.GetBytes(value);

    private static byte[] Short(int value) => BitConverter.GetBytes((ushort)value);

    // The System V ABI's, by which the loader compares versions.
    private static uint ElfHash(string name)
    {
        uint hash = 0;
        foreach (var letter in name)
        {
            hash = (hash << 4) + letter;
            var high = hash & 0xF0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }

        return hash;
    }
}
