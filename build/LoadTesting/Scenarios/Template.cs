using System.Text.RegularExpressions;

namespace Frostline.LoadTesting.Scenarios;

/// <summary>Text with <c>${…}</c> in it, taken apart once and filled in for every request.</summary>
internal sealed partial class Template
{
    private readonly string[] literals;
    private readonly string[] names;

    public Template(string text)
    {
        var parts = Placeholder().Split(text);
        literals = [.. parts.Where((_, index) => index % 2 == 0)];
        names = [.. parts.Where((_, index) => index % 2 == 1)];
    }

    /// <summary>What is asked for, in order.</summary>
    public IReadOnlyList<string> Names => names;

    public bool IsConstant => names.Length == 0;

    public string Fill(Func<string, string> value)
    {
        if (IsConstant)
            return literals[0];
        var text = new System.Text.StringBuilder(literals[0]);
        for (var index = 0; index < names.Length; index++)
            text.Append(value(names[index])).Append(literals[index + 1]);
        return text.ToString();
    }

    [GeneratedRegex(@"\$\{([^}]*)\}")]
    private static partial Regex Placeholder();
}
