using Frostline.Bicep.Evaluation;

namespace Frostline.Bicep.Policy;

/// <summary>A resource as rules question it. What only a deployment knows counts as set and breaks no rule about its content.</summary>
internal sealed class PolicySubject(EvaluatedResource resource, EvaluatedTemplate template)
{
    public EvaluatedResource Resource => resource;

    /// <summary>The last part of the name.</summary>
    public string Name => resource.Name[(resource.Name.LastIndexOf('/') + 1)..];

    public BicepValue? this[string path] => resource.Body.Find(path) is { IsNull: false } value ? value : null;

    public IEnumerable<BicepValue> Items(string path) => this[path]?.Items.Select(item => item.Value) ?? [];

    public bool Has(string path) => this[path] is not null;

    /// <summary>The text of a string, a number or a truth that is known before deployment.</summary>
    public string? Text(string path) => this[path] is { } value ? TextOf(value) : null;

    public static string? TextOf(BicepValue value) =>
        value.AsString() ?? value.AsInteger()?.ToString(System.Globalization.CultureInfo.InvariantCulture)
        ?? (value.AsBoolean() is { } truth ? truth ? "true" : "false" : value is DecimalValue ? value.ToString() : null);

    public bool Is(string path, string text) => string.Equals(Text(path), text, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbolic(string path) => this[path] is { IsSymbolic: true };

    /// <summary>It must be written and be one of these.</summary>
    public IEnumerable<Violation> MustBe(string path, params string[] texts) =>
        Has(path) ? MayBe(path, texts) : [new Violation(path, $"is not set; it must be {Choice(texts)}")];

    /// <summary>Where it is written, it must be one of these.</summary>
    public IEnumerable<Violation> MayBe(string path, params string[] texts) =>
        Has(path) && !IsSymbolic(path) && !texts.Any(text => Is(path, text))
            ? [new Violation(path, $"is {this[path]}; it must be {Choice(texts)}")]
            : [];

    public IEnumerable<Violation> MustNotBe(string path, params string[] texts) =>
        texts.Any(text => Is(path, text)) ? [new Violation(path, $"is {this[path]}")] : [];

    public IEnumerable<Violation> MustHave(string path) => Has(path) ? [] : [new Violation(path, "is not set")];

    public IEnumerable<Violation> AtLeast(string path, long least) => this[path] switch
    {
        null => [new Violation(path, $"is not set; it must be at least {least}")],
        var value when value.AsInteger() < least => [new Violation(path, $"is {value}; it must be at least {least}")],
        _ => [],
    };

    public IEnumerable<EvaluatedResource> Others(string type) =>
        template.Resources.Where(other => other.Type.Equals(type, StringComparison.OrdinalIgnoreCase));

    /// <summary>Something sends its logs to a workspace.</summary>
    public bool HasDiagnostics => Others("Microsoft.Insights/diagnosticSettings")
        .Any(setting => setting.Scope.Equals(resource.Id, StringComparison.OrdinalIgnoreCase) && setting.Body.Find("properties.workspaceId") is not null);

    private static string Choice(string[] texts) => string.Join(" or ", texts);
}
