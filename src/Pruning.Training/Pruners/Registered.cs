namespace Pruning.Pruners;

/// <summary>Finds what is registered.</summary>
internal static class Registered
{
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static T Named<T>(string name)
        where T : class, IRegistered<T> =>
        Find<T>(name) ?? throw new ArgumentException($"There is no {typeof(T).Name} '{name}'.", nameof(name));

    public static T? Find<T>(string? name)
        where T : class, IRegistered<T> => T.All.FirstOrDefault(one => one.Name == name);
}
