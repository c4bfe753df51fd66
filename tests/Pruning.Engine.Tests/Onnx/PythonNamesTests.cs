using System.Collections.Immutable;

namespace Pruning.Onnx;

public class PythonNamesTests
{
    [Theory]
    [InlineData("person")]
    [InlineData("it's")]
    [InlineData("say \"hi\"")]
    [InlineData("it's \"both\"")]
    [InlineData("back\\slash\nline\ttab\u0001")]
    [InlineData("Plättchen 血 😀")]
    [InlineData("")]
    public void Names_survive_writing_and_reading(string name)
    {
        ImmutableArray<string> names = ["first", name, "last"];
        Assert.True(PythonNames.TryRead(PythonNames.Write(names), out var read));
        Assert.Equal(names.ToArray(), read.ToArray());
    }

    [Theory]
    [InlineData("{0: 'a', 1: \"b's\"}", "a|b's")]
    [InlineData("{1: 'b', 0: 'a'}", "a|b")]
    [InlineData(" [ 'a' , 'b', ] ", "a|b")]
    [InlineData("""['\x41\u0042\U0001F600']""", "AB😀")]
    [InlineData("{}", "")]
    public void Literals_of_all_versions_are_read(string text, string expected)
    {
        Assert.True(PythonNames.TryRead(text, out var read));
        Assert.Equal(expected, string.Join('|', read));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{0: 'a'")]
    [InlineData("{0: 'a', 2: 'b'}")]
    [InlineData("{0: 'a', 0: 'b'}")]
    [InlineData("{0: a}")]
    [InlineData("{0: 'a'} + __import__('os')")]
    [InlineData("{99999999999: 'a'}")]
    [InlineData("['a' 'b']")]
    [InlineData("['a\\")]
    [InlineData("['\\U99999999']")]
    [InlineData("{-1: 'a'}")]
    public void Anything_else_is_refused(string text) => Assert.False(PythonNames.TryRead(text, out _));
}
