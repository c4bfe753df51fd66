using System.Net.Http.Headers;
using Pruning.Pipeline.Options;

namespace Pruning.Pipeline.Store.Remote;

/// <summary>
/// The access to the cache: an Authorization header from the environment, never from a property, and never in a
/// message.
/// </summary>
public static class RemoteAuthorization
{
    /// <summary>The header's value, such as <c>Bearer …</c>; null where the variable is not set.</summary>
    /// <exception cref="RemoteCacheException">It cannot be a header.</exception>
    internal static AuthenticationHeaderValue? Read(Func<string, string?> environment)
    {
        if (environment(RemoteCacheOptions.AuthorizationVariable)?.Trim() is not { Length: > 0 } text)
            return null;
        if (
            text.Contains(' ', StringComparison.Ordinal)
            && text.All(sign => sign is >= ' ' and <= '~')
            && AuthenticationHeaderValue.TryParse(text, out var value)
        )
            return value;
        throw new RemoteCacheException(
            $"the environment variable {RemoteCacheOptions.AuthorizationVariable} holds no Authorization header, "
                + $"which is a scheme, a space and what belongs to it, such as 'Bearer' and a token"
        );
    }
}
