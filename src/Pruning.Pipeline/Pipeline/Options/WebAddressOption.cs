using System.Text.RegularExpressions;
using Pruning.Diagnostics;

namespace Pruning.Pipeline.Options;

/// <summary>
/// An http or https address of a folder, or nothing. What could hold a secret is refused: properties are written to the
/// request, to reports and to binary logs. No message repeats it.
/// </summary>
public sealed partial class WebAddressOption(string name, string help) : ProjectOption<Uri?>(name, "", help)
{
    public override string Values =>
        "an http or https address such as https://cache.example.org/pruning/, without user, password or query";

    /// <returns>Ends with a slash; null for nothing.</returns>
    public override Uri? Parse(string text, SourceLocation? location = null)
    {
        if (text.Length == 0)
            return null;
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var address)
            || address.Scheme is not ("http" or "https")
            || address.Host.Length == 0
        )
            throw Invalid(WithoutSecrets(text), location, "");
        if (address.UserInfo.Length > 0 || text.AsSpan().ContainsAny('@', '?', '#'))
            throw Invalid(
                WithoutSecrets(text),
                location,
                $" A user, a password or a token does not belong in a property, because properties are written "
                    + $"to files and logs. Put it into the environment variable "
                    + $"{RemoteCacheOptions.AuthorizationVariable}."
            );
        return text.EndsWith('/') ? address : new Uri(text + "/");
    }

    /// <summary>
    /// A text that was meant as an address, fit for messages: whatever could be a user, a password or a query is left
    /// out.
    /// </summary>
    public static string WithoutSecrets(string text) => Query().Replace(User().Replace(text, "$1***@"), "?***");

    [GeneratedRegex("^([A-Za-z]+://)?.*@", RegexOptions.Singleline)]
    private static partial Regex User();

    [GeneratedRegex("[?#].*", RegexOptions.Singleline)]
    private static partial Regex Query();
}
