using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding.Structure;

/// <summary>How resources are declared within and beside each other: types, names, parents, scopes and loops that fit.</summary>
internal static class ResourceStructure
{
    private static readonly string[] OfExisting = ["name", "parent", "scope", "id", "type", "apiVersion"];

    public static void Report(FileModel model)
    {
        foreach (var resource in model.Resources.Where(resource => !Extensions.Has(resource)))
        {
            CheckNesting(model, resource);
            CheckParent(model, resource);
            CheckName(model, resource);
            CheckExisting(model, resource);
            CheckLoop(model, resource);
        }
    }

    private static void CheckNesting(FileModel model, ResourceSymbol resource)
    {
        if (resource.Container is null)
        {
            if (resource.Type.Contains("/providers/", StringComparison.OrdinalIgnoreCase))
            {
                model.Warn("BCP174", "Type validation is not available for resource types declared containing a \"/providers/\" segment. Please instead use the \"scope\" property.", resource.Syntax.Type.Span);
            }

            return;
        }

        if (resource.Syntax.Type is StringSyntax { Literal: { } text } && text.Split('@')[0] is var segment && segment.Contains('/', StringComparison.Ordinal))
        {
            model.Error("BCP156", $"The resource type segment \"{segment}\" is invalid. Nested resources must specify a single type segment, and optionally can specify an api version using the format \"<type>@<apiVersion>\".", resource.Syntax.Type.Span);
        }

        if (resource.Container.IsLoop)
        {
            model.Error("BCP160", "A nested resource cannot appear inside of a resource with a for-expression.", (resource.Syntax.Keyword ?? resource.Syntax.Name).Span);
        }
    }

    private static void CheckParent(FileModel model, ResourceSymbol resource)
    {
        var parent = resource.Container is null ? resource.Syntax.Body?.Find("parent")?.Value : null;
        if ((parent is not null || resource.Container is not null) && resource.Syntax.Body?.Find("scope") is { Value: not SkippedSyntax } scope)
        {
            model.Error("BCP164", "A child resource's scope is computed based on the scope of its ancestor resource. This means that using the \"scope\" property on a child resource is unsupported.", scope.Value.Span);
        }

        if (resource.Syntax.Body?.Find("scope") is { } place)
        {
            Loops.IsWhole(model, place.Value);
        }

        if (parent is null or SkippedSyntax || Loops.IsWhole(model, parent))
        {
            return;
        }

        var named = parent is ArrayAccessSyntax access ? access.Receiver : parent;
        if (model.SymbolOf(named) is ResourceSymbol found)
        {
            CheckChild(model, resource, found);
        }
        else if (named is not VariableSyntax || model.SymbolOf(named) is not null)
        {
            model.Error("BCP240", "The \"parent\" property only permits direct references to resources. Expressions are not supported.", parent.Span);
        }
    }

    private static void CheckChild(FileModel model, ResourceSymbol resource, ResourceSymbol parent)
    {
        var isChild = resource.Type.StartsWith(parent.Type + "/", StringComparison.OrdinalIgnoreCase) && !resource.Type[(parent.Type.Length + 1)..].Contains('/', StringComparison.Ordinal);
        if (!isChild && IsAzure(resource) && IsAzure(parent))
        {
            model.Error("BCP171", $"Resource type \"{resource.Type}\" is not a valid child resource of parent \"{parent.Type}\".", resource.Syntax.Type.Span);
        }
    }

    private static void CheckName(FileModel model, ResourceSymbol resource)
    {
        if (!IsAzure(resource) || resource.Syntax.Body?.Find("name")?.Value is not StringSyntax name)
        {
            return;
        }

        var slashes = name.Segments.Sum(segment => segment.Count(character => character == '/'));
        if (resource.Container is not null || resource.Syntax.Body.Find("parent") is not null)
        {
            if (slashes > 0)
            {
                model.Error("BCP170", "Expected resource name to not contain any \"/\" characters. Child resources with a parent resource reference (via the parent property or via nesting) must not contain a fully-qualified name.", name.Span);
            }

            return;
        }

        var expected = resource.Type.Count(character => character == '/') - 1;
        if (name.Literal is null ? slashes > expected : slashes != expected)
        {
            model.Error("BCP169", $"Expected resource name to contain {expected} \"/\" character(s). The number of name segments must match the number of segments in the resource type.", name.Span);
        }
    }

    private static void CheckExisting(FileModel model, ResourceSymbol resource)
    {
        foreach (var property in resource.Syntax.IsExisting ? resource.Syntax.Body?.Properties ?? [] : [])
        {
            if (property.KeyText is { } name && !OfExisting.Contains(name))
            {
                model.Error("BCP173", $"The property \"{name}\" cannot be used in an existing resource declaration.", property.Key.Span);
            }
        }
    }

    private static void CheckLoop(FileModel model, ResourceSymbol resource)
    {
        if (resource is { Syntax: { IsExisting: false, Value: ForSyntax loop, Body: { } body } } && body.Find("name") is { Value: not SkippedSyntax })
        {
            string[] identity = resource.Type.Count(character => character == '/') > 1 ? ["name", "parent"] : body.Find("scope") is null ? ["name"] : ["name", "scope"];
            Loops.CheckIdentity(model, resource, loop, body, identity);
        }
    }

    /// <summary>Whether its type is one of Azure's; extensions name theirs as they like.</summary>
    private static bool IsAzure(ResourceSymbol resource) => resource.Type.IndexOf('/', StringComparison.Ordinal) is > 0 and var end && resource.Type.AsSpan(0, end).Contains('.');
}
