namespace Frostline.Bicep.Binding;

/// <summary>Paths within templates mean the same on every platform: relative, with forward slashes, of characters all of them take.</summary>
internal static class FilePaths
{
    private const string Forbidden = "\"*:<>?\\|";

    /// <summary>What is wrong with a path; null of one that may be opened.</summary>
    public static (string Code, string Message)? ProblemOf(string path) => path switch
    {
        "" => ("BCP050", "The specified path is empty."),
        ['/', ..] => ("BCP051", "The specified path begins with \"/\". Files must be referenced using relative paths."),
        _ when path.Where(IsForbidden).Select(character => ((string, string)?)ProblemOf(character)).FirstOrDefault() is { } problem => problem,
        [.., ' ' or '.'] => ("BCP086", "The specified file path ends with an invalid character. The following are not permitted: \" \", \".\"."),
        _ => null,
    };

    private static bool IsForbidden(char character) => Forbidden.Contains(character, StringComparison.Ordinal) || char.IsControl(character);

    private static (string Code, string Message) ProblemOf(char character) => character switch
    {
        '\\' => ("BCP098", "The specified file path contains a \"\\\" character. Use \"/\" instead as the directory separator character."),
        _ when char.IsControl(character) => ("BCP111", "The specified file path contains invalid control code characters."),
        _ => ("BCP085", $"The specified file path contains one ore more invalid path characters. The following are not permitted: {string.Join(", ", Forbidden.Select(one => $"\"{one}\""))}."),
    };
}
