using Pruning.Data.Import;

namespace Pruning.Tests.Data;

/// <summary>Names with accents have one form, with ICU and without.</summary>
public sealed class ComposedNameTests
{
    [Theory]
    [InlineData("gro\u0308\u00DFe", "gr\u00F6\u00DFe", true)]
    [InlineData("gro\u0308\u00DFe", "gro\u00DFe", false)]
    [InlineData("gro\u0308\u00DFe", "gro\u0308\u00DFe", true)]
    [InlineData("\u1112\u1161\u11AB", "\uD55C", true)]
    [InlineData("\u304B\u3099", "\u304C", true)]
    [InlineData("\u30CF\u309A", "\u30D1", true)]
    [InlineData("plain", "plain", true)]
    [InlineData("\uD800x", "\uD800x", true)]
    public void Letters_and_marks_are_composed(string name, string other, bool isSame) =>
        Assert.Equal(isSame, ComposedName.Compose(name) == ComposedName.Compose(other));
}
