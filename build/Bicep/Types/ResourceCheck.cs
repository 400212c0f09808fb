using System.Globalization;
using Frostline.Bicep.Binding;
using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Types;

/// <summary>Compares resources with the catalog.</summary>
internal sealed class ResourceCheck(EvaluationSession session)
{
    private const int Extension = 16;

    /// <summary>Reports an unknown type or api-version, at most once for each declaration.</summary>
    public void CheckType(ResourceSymbol resource)
    {
        var at = resource.Syntax.Type.Span;
        if (Extensions.Has(resource) && resource.Syntax.Type is StringSyntax { Literal: not null })
        {
            return;
        }

        if (resource.Syntax.Type is not StringSyntax)
        {
            session.Report(DiagnosticSeverity.Error, "BCP029", "The resource type is not valid. Specify a valid resource type of format \"<type-name>@<apiVersion>\".", resource.Model, at);
            return;
        }

        if (resource.Syntax.Type is StringSyntax { Literal: null })
        {
            session.Report(DiagnosticSeverity.Error, "BCP047", "String interpolation is unsupported for specifying the resource type.", resource.Model, at);
            return;
        }

        var provider = resource.Type.Split('/')[0];
        if (IsUntyped(resource))
        {
            session.Report(DiagnosticSeverity.Error, "BCP029", "The resource type is not valid. Specify a valid resource type of format \"<type-name>@<apiVersion>\".", resource.Model, at);
            return;
        }

        if (VersionProblem(resource, provider) is var (severity, message))
        {
            session.Report(resource.Model.File.Source.Diagnose(severity, "BCP081", message, at) with { IsOfTypeData = true });
        }
    }

    private (DiagnosticSeverity Severity, string Message)? VersionProblem(ResourceSymbol resource, string provider)
    {
        var versions = session.Types.VersionsOf(resource.Type);
        var absent = $"Resource type \"{resource.Type}@{resource.ApiVersion}\" does not have types available";
        if (versions.Count == 0)
        {
            var meant = session.Types.KnowsProvider(provider) ? Spelling.Suggest(resource.Type, session.Types.Types.Select(type => type.Key), most: 2) : null;
            return (
                meant is null ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error,
                $"{absent}. Bicep is unable to validate resource properties prior to deployment, but this will not block the resource from being deployed.{(meant is null ? "" : $" Did you mean \"{meant}\"?")}");
        }

        return versions.Contains(resource.ApiVersion, StringComparer.OrdinalIgnoreCase) ? null : (
            IsPlausible(resource.ApiVersion, versions) ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error,
            $"{absent}: its known api-versions are {string.Join(", ", versions.Reverse().Take(4))}. Use one of them.");
    }

    /// <summary>What it says of its type is no type with a version, which is an error of its own.</summary>
    public static bool IsUntyped(ResourceSymbol resource) => !resource.Type.Contains('/', StringComparison.Ordinal) || resource.ApiVersion.Length == 0;

    public void CheckBody(ResourceInstance resource, ObjectValue body, SourceSpot at)
    {
        if (resource.Symbol.Syntax.IsExisting || session.Types.Find(resource.Symbol.Type, resource.Symbol.ApiVersion) is not { } shape)
        {
            return;
        }

        CheckScope(resource, shape);
        var checker = new TypeChecker(session.Report) { Body = at };
        checker.Check(body, WithoutIdentity(shape.Body), at);
        if (shape.Body is ObjectNode { } node && node.Properties.TryGetValue("name", out var name) && resource.Name is StringValue text)
        {
            checker.Check(new StringValue(text.Value.Split('/')[^1]), name.Type.Node, NameSpot(resource, at), "name");
        }
        else if (shape.Body is ObjectNode { } typed && typed.Properties.TryGetValue("name", out var wanted) && resource.Name is SymbolicValue unknown && !unknown.Expression.Contains('/', StringComparison.Ordinal))
        {
            checker.Check(unknown, wanted.Type.Node, NameSpot(resource, at), "name");
        }
    }

    private void CheckScope(ResourceInstance resource, ResourceShape shape)
    {
        var model = resource.Symbol.Model;
        var isPlaced = resource.Symbol.Container is not null || resource.Body?.Find("parent") is not null || resource.Body?.Find("scope") is not null;
        if (!isPlaced && shape.WritableScopes != 0 && (shape.WritableScopes & (Extension | Bit(model.Scope))) == 0)
        {
            var permitted = Enum.GetValues<ScopeKind>().Where(kind => (shape.WritableScopes & Bit(kind)) != 0).Select(kind => $"\"{ScopeNames.Of(kind)}\"");
            session.Report(DiagnosticSeverity.Error, "BCP135", $"Scope \"{ScopeNames.Of(model.Scope)}\" is not valid for this resource type. Permitted scopes: {string.Join(", ", permitted)}.", model, resource.Symbol.At);
        }
    }

    private static int Bit(ScopeKind kind) => kind switch { ScopeKind.Tenant => 1, ScopeKind.ManagementGroup => 2, ScopeKind.Subscription => 4, _ => 8 };

    private static SourceSpot NameSpot(ResourceInstance resource, SourceSpot at) =>
        resource.Body?.Find("name") is { } property ? resource.File.Model.SpotOf(property.Span) : at;

    // Which resource it is, is written in Bicep's own way and checked by itself.
    private static TypeNode WithoutIdentity(TypeNode body) => body switch
    {
        ObjectNode node => node with { Properties = Without(node.Properties) },
        DiscriminatedNode node => node with { Properties = Without(node.Properties) },
        _ => body,
    };

    private static Dictionary<string, TypeProperty> Without(IReadOnlyDictionary<string, TypeProperty> properties) =>
        properties.Where(property => property.Key is not ("name" or "type" or "apiVersion" or "id")).ToDictionary(StringComparer.OrdinalIgnoreCase);

    // The catalog holds the latest versions of its day: an older one may well exist, and one that came within a year after; later ones and no dates do not.
    private static bool IsPlausible(string version, IReadOnlyList<string> known) =>
        version.Length >= 10
        && DateOnly.TryParseExact(version[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && DateOnly.TryParseExact(known[^1][..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var latest)
        && date <= latest.AddYears(1);
}
