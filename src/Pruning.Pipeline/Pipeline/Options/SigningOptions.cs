using Pruning.Diagnostics;
using Pruning.Signing;

namespace Pruning.Pipeline.Options;

/// <summary>What a project's model is signed with. Counts in no fingerprint: a key makes no other model.</summary>
/// <param name="Key">Full path of the key's file.</param>
/// <param name="PasswordVariable">The environment variable that holds its password; null where it has none.</param>
/// <param name="Location">Where the project names the key.</param>
public sealed record SigningOptions(string Key, string? PasswordVariable, SourceLocation Location)
{
    /// <summary>Null where the project names no key.</summary>
    /// <exception cref="PruneException">PRUNE0108, or PRUNE0110: a password of no key.</exception>
    internal static SigningOptions? Read(ProjectRequest request)
    {
        var (key, variable) = (
            InputFile.Find(request, OptionCatalogue.SigningKey),
            OptionCatalogue.SigningPasswordVariable.Read(request)
        );
        if (key is null && variable.Length > 0)
            throw new PruneException(
                Codes.ContradictoryOptions,
                $"{OptionCatalogue.SigningPasswordVariable.Name} is set and {OptionCatalogue.SigningKey.Name} names no "
                    + "key: nothing would be signed. Name one, or set the former only where there is one.",
                request.LocationOf(OptionCatalogue.SigningPasswordVariable.Name)
            );
        return key is null
            ? null
            : new SigningOptions(
                key,
                variable.Length > 0 ? variable : null,
                request.LocationOf(OptionCatalogue.SigningKey.Name)
            );
    }

    /// <summary>Reads the key, with what the environment says.</summary>
    /// <exception cref="PruneException">PRUNE6101: no model can be signed with it.</exception>
    public SigningKey Load()
    {
        var password = PasswordVariable is null ? null : Environment.GetEnvironmentVariable(PasswordVariable);
        // Not quoted: somebody may have written the password itself there.
        return PasswordVariable is null || password is not null
            ? SigningKey.Load(Key, password, Location)
            : throw new PruneException(
                Codes.SigningKeyUnusable,
                $"The environment variable that {OptionCatalogue.SigningPasswordVariable.Name} names is not set, and "
                    + $"'{Key}' cannot be opened without the password in it. The model would stay unsigned. Set the "
                    + "variable for the build, or remove the property if the key has no password.",
                Location
            );
    }
}
