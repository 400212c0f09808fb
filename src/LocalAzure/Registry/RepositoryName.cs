using System.Text.RegularExpressions;

namespace LocalAzure.Registry;

/// <summary>The grammars of the specification for repository names and tags; whatever passes is safe as a path.</summary>
internal static partial class RepositoryName
{
    public static string Check(string name) =>
        name.Length <= 255 && Names().IsMatch(name) ? name : throw RegistryError.NameInvalid(name);

    public static bool IsTag(string text) => Tags().IsMatch(text);

    [GeneratedRegex(@"^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Names();

    [GeneratedRegex(@"^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Tags();
}
