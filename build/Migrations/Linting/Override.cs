using System.Text.RegularExpressions;

namespace Frostline.Migrations.Linting;

/// <summary>The word of a migration's author that a hazard is none in this case.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="Because">The reason.</param>
internal sealed partial record Override(string Rule, string Because)
{
    /// <summary>Name of the attribute that a migration may carry: any class of this name whose constructor takes the rule's id and the reason.</summary>
    public const string Attribute = "AllowHazardAttribute";

    /// <summary>What the comments of a statement allow: <c>-- frostline: allow drop-column because nothing reads it</c>.</summary>
    /// <exception cref="MigrationException">The rule does not exist, or the reason is missing.</exception>
    public static IReadOnlyList<Override> In(IReadOnlyList<string> comments, string migration) =>
        [.. comments.SelectMany(comment => Begins().Matches(comment)).Select(match => Of(match.Groups["rule"].Value, Reason(match.Groups["rest"].Value), migration))];

    /// <summary>What the attributes of a migration's class allow; found by name, so that services need no reference to the pipeline.</summary>
    /// <exception cref="MigrationException">The rule does not exist, or the reason is missing.</exception>
    public static IReadOnlyList<Override> On(Type migration, string name) =>
        [.. migration.GetCustomAttributesData().Where(attribute => attribute.AttributeType.Name == Attribute).Select(attribute => Of(Argument(attribute, 0), Argument(attribute, 1), name))];

    private static Override Of(string rule, string because, string migration) =>
        !RuleBook.Knows(rule) ? throw new MigrationException($"{migration}: it allows '{rule}', which is no rule. Did you mean '{NearestNames.Of(rule, [.. RuleBook.All.Select(known => known.Id)])[0]}'?")
        : because.Length == 0 ? throw new MigrationException($"{migration}: it allows {rule} without a reason. Say why: -- frostline: allow {rule} because …")
        : new(rule, because);

    private static string Argument(System.Reflection.CustomAttributeData attribute, int position) =>
        attribute.ConstructorArguments.Count > position && attribute.ConstructorArguments[position].Value is string text ? text.Trim() : "";

    private static string Reason(string rest) => Told().Match(rest) is { Success: true } match ? match.Groups["reason"].Value.Replace("*/", "", StringComparison.Ordinal).Trim() : "";

    [GeneratedRegex(@"frostline:\s*allow\s+(?<rule>[^\s*]+)(?<rest>[^\r\n]*)")]
    private static partial Regex Begins();

    [GeneratedRegex(@"^\s+because\s+(?<reason>.+)$")]
    private static partial Regex Told();
}
