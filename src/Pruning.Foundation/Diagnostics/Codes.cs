using System.Collections.Immutable;
using System.Reflection;

namespace Pruning.Diagnostics;

/// <summary>
/// The catalogue of codes, one partial file an area: <c>0xxx</c> project file and environment, <c>1xxx</c> import,
/// <c>2xxx</c> data, <c>3xxx</c> training, <c>4xxx</c> pruning, <c>5xxx</c> quantization, <c>6xxx</c> export,
/// <c>7xxx</c> evaluation, <c>8xxx</c> gates, <c>9xxx</c> cache. A code is never re-used.
/// </summary>
public static partial class Codes
{
    private static readonly Lazy<ImmutableArray<DiagnosticCode>> Catalogue = new(() =>
        [
            .. typeof(Codes)
                .GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(field => field.FieldType == typeof(DiagnosticCode))
                .Select(field => (DiagnosticCode)field.GetValue(null)!)
                .OrderBy(code => code.Id, StringComparer.Ordinal),
        ]
    );

    /// <summary>Every code, ordered.</summary>
    public static ImmutableArray<DiagnosticCode> All => Catalogue.Value;
}
