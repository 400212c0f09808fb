using System.Text.RegularExpressions;

namespace Frostline.Images.Registries;

/// <summary>The specification's grammars, checked before anything becomes part of an address.</summary>
internal static partial class RepositoryPath
{
    public static string Check(string repository) => repository.Length <= 255 && Repositories().IsMatch(repository)
        ? repository
        : throw new RegistryException($"'{repository}' is not a repository. Use lower-case letters, digits, and single '.', '_' or '-' between them; '/' separates parts.");

    public static string CheckReference(string reference) => References().IsMatch(reference)
        ? reference
        : throw new RegistryException($"'{reference}' is neither a tag nor a digest. Use up to 128 letters, digits, '.', '_' and '-', or sha256:<hex>.");

    [GeneratedRegex(@"^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Repositories();

    [GeneratedRegex(@"^([a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}|sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})\z", RegexOptions.NonBacktracking)]
    private static partial Regex References();
}
