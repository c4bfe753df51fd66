using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>
/// A draw between 0 and 1 that depends on the seed, the group's name and the atom, and on nothing else: a baseline for
/// the others.
/// </summary>
internal sealed class RandomDraw(int seed) : ScoredImportance
{
    public override bool IsComparableAcrossGroups => true;

    public override double[]? Score(CouplingGroup group, ParameterSet parameters) =>
        [
            .. Enumerable
                .Range(0, group.Count)
                .Select(atom => Draw(string.Create(CultureInfo.InvariantCulture, $"{seed}/{group.Name}/{atom}"))),
        ];

    private static double Draw(string key) =>
        BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key))) / (uint.MaxValue + 1.0);
}
