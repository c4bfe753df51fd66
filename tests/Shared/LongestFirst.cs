using Xunit;
using Xunit.Abstractions;

namespace Pruning.Testing;

/// <summary>
/// Collections that take minutes begin first. One that begins when the others are over would leave all cores but one
/// without work.
/// </summary>
/// <param name="names">Of collections or of classes with one of their own, the longest first.</param>
public abstract class LongestFirst(params string[] names) : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection =>
            Array.FindIndex(names, name => IsNamed(collection.DisplayName, name)) is >= 0 and var place
                ? place
                : names.Length
        );

    // xunit calls the collection of a class "Test collection for" and its full name.
    private static bool IsNamed(string collection, string name) =>
        collection == name || collection.EndsWith('.' + name, StringComparison.Ordinal);
}
