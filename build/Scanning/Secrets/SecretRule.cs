using System.Text.RegularExpressions;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Secrets;

/// <summary>How one kind of secret looks. Patterns are matched in linear time, whatever they are matched against.</summary>
/// <param name="Id">Id of the rule.</param>
/// <param name="Family">What it belongs to, such as <c>azure</c>.</param>
/// <param name="Name">What is found, such as <c>Azure storage account key</c>.</param>
/// <param name="Pattern">Matches one line, or a little more; the group <c>secret</c> is the value.</param>
internal sealed record SecretRule(string Id, string Family, string Name, string Pattern)
{
    private readonly Lazy<Regex> regex = new(() => new Regex(Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase));

    /// <summary>Text of which one must be near; none: every line of the files that <see cref="Files"/> names is looked at.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>The keywords are spelt exactly so.</summary>
    public bool ExactKeywords { get; init; }

    /// <summary>Text that the line must hold too; null for none.</summary>
    public string? Also { get; init; }

    /// <summary>The files it is about; null for all.</summary>
    public Func<string, bool>? Files { get; init; }

    /// <summary>Shannon entropy that the value has at least, in bits a character.</summary>
    public double Entropy { get; init; }

    /// <summary>The value has a shape that no word has: only what is plainly a placeholder is let go.</summary>
    public bool Shaped { get; init; }

    /// <summary>A last look at a value that matched, with the line around it.</summary>
    public Func<Candidate, bool>? Holds { get; init; }

    /// <summary>Characters after the line that belong to it still.</summary>
    public int LookAhead { get; init; }

    public Severity Severity { get; init; } = Severity.Critical;

    public string Remedy { get; init; } = "Revoke it where it was issued, take the new one from Key Vault or an identity, and remove it here; history keeps it.";

    public Regex Regex => regex.Value;
}

/// <summary>A value that matched a rule's pattern.</summary>
/// <param name="Value">The value.</param>
/// <param name="Line">The line around it.</param>
/// <param name="Start">Where the whole match starts in the line.</param>
/// <param name="Path">The file.</param>
internal readonly record struct Candidate(string Value, string Line, int Start, string Path);
