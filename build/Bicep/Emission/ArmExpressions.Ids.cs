using Frostline.Bicep.Binding;
using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Emission;

/// <summary>Names and ids of resources, in the scope each is deployed to.</summary>
internal sealed partial class ArmExpressions
{
    /// <summary>The whole name of a resource, parents first.</summary>
    public string FullName(ResourceSymbol resource)
    {
        var parts = NameParts(resource);
        return parts.Count == 1 ? parts[0]
            : parts.TrueForAll(IsLiteral) ? Quote(string.Join('/', parts.Select(part => part[1..^1].Replace("''", "'", StringComparison.Ordinal))))
            : $"format({Quote(string.Join('/', Enumerable.Range(0, parts.Count).Select(index => $"{{{index}}}")))}, {string.Join(", ", parts)})";
    }

    /// <summary>The expression of a resource's id.</summary>
    public string Id(ResourceSymbol resource, string? index = null)
    {
        UseIndex(resource, index);
        var parts = NameParts(resource);
        var wanted = resource.Type.Count(character => character == '/');
        var arguments = parts.Count == wanted ? string.Join(", ", parts) : string.Join(", ", Enumerable.Range(0, wanted).Select(part => $"split({FullName(resource)}, '/')[{part}]"));
        var root = Root(resource);
        var type = Quote(resource.Type);
        if (root.Syntax.Body?.Find("scope")?.Value is { } scope)
        {
            return ScopedId(scope, type, arguments);
        }

        return resource.Type.Equals("Microsoft.Resources/resourceGroups", StringComparison.OrdinalIgnoreCase)
            ? $"subscriptionResourceId({type}, {arguments})"
            : model.Scope switch
            {
                ScopeKind.Subscription => $"subscriptionResourceId({type}, {arguments})",
                ScopeKind.ManagementGroup => $"extensionResourceId(managementGroup().id, {type}, {arguments})",
                ScopeKind.Tenant => $"tenantResourceId({type}, {arguments})",
                _ => $"resourceId({type}, {arguments})",
            };
    }

    /// <summary>The symbolic name as ARM's functions take it.</summary>
    public string Reference(DeclaredSymbol symbol, string? index) =>
        index is null ? Quote(names.Of(symbol)) : $"format({Quote(names.Of(symbol).Replace("{", "{{", StringComparison.Ordinal) + "[{0}]")}, {index})";

    public string NameOf(DeclaredSymbol symbol) => names.Of(symbol);

    private List<string> NameParts(ResourceSymbol resource)
    {
        var own = resource.Syntax.Body?.Find("name") is { } property ? Write(property.Value) : Quote(resource.Name);
        return Parent(resource) is { } parent ? [.. NameParts(parent), own] : [own];
    }

    private ResourceSymbol? Parent(ResourceSymbol resource)
    {
        if (resource.Container is { } container)
        {
            return container;
        }

        var parent = resource.Syntax.Body?.Find("parent")?.Value;
        if (parent is ArrayAccessSyntax indexed && model.SymbolOf(indexed.Receiver) is ResourceSymbol looped)
        {
            UseIndex(looped, Write(indexed.Index));
            return looped;
        }

        return parent is not null ? model.SymbolOf(parent) as ResourceSymbol : null;
    }

    private ResourceSymbol Root(ResourceSymbol resource)
    {
        while (Parent(resource) is { } parent)
        {
            resource = parent;
        }

        return resource;
    }

    private string ScopedId(ExpressionSyntax scope, string type, string arguments) => scope switch
    {
        FunctionCallSyntax { Name.Text: "resourceGroup", Arguments: [var group] } when model.Scope != ScopeKind.ResourceGroup => InGroup(Write(group), type, arguments),
        FunctionCallSyntax { Name.Text: "resourceGroup", Arguments: [var group] } => $"resourceId({Write(group)}, {type}, {arguments})",
        FunctionCallSyntax { Name.Text: "resourceGroup", Arguments: [var subscription, var group] } => $"resourceId({Write(subscription)}, {Write(group)}, {type}, {arguments})",
        FunctionCallSyntax { Name.Text: "resourceGroup" } => $"resourceId({type}, {arguments})",
        FunctionCallSyntax { Name.Text: "subscription", Arguments: [var subscription] } => $"subscriptionResourceId({Write(subscription)}, {type}, {arguments})",
        FunctionCallSyntax { Name.Text: "subscription" } => $"subscriptionResourceId({type}, {arguments})",
        FunctionCallSyntax { Name.Text: "tenant" } => $"tenantResourceId({type}, {arguments})",
        _ when GroupName(scope) is { } name => InGroup(name, type, arguments),
        _ => $"extensionResourceId({ScopeId(scope)}, {type}, {arguments})",
    };

    private static string InGroup(string group, string type, string arguments) =>
        $"extensionResourceId(format('/subscriptions/{{0}}/resourceGroups/{{1}}', subscription().subscriptionId, {group}), {type}, {arguments})";

    /// <summary>The name of the resource group that a scope is; null when it is none that the file declares.</summary>
    public string? GroupName(ExpressionSyntax scope)
    {
        var (symbol, index) = Target(scope);
        if (symbol is not ResourceSymbol group || !group.Type.Equals("Microsoft.Resources/resourceGroups", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        UseIndex(group, index);
        return FullName(group);
    }

    /// <summary>The id of a resource that a <c>scope</c> names.</summary>
    public string ScopeId(ExpressionSyntax scope) => scope switch
    {
        ArrayAccessSyntax access when model.SymbolOf(access.Receiver) is ResourceSymbol looped => Id(looped, Write(access.Index)),
        _ when model.SymbolOf(scope) is ResourceSymbol resource => Id(resource),
        FunctionCallSyntax { Name.Text: "managementGroup", Arguments: [var group] } => $"tenantResourceId('Microsoft.Management/managementGroups', {Write(group)})",
        _ => $"{Write(scope)}.id",
    };

    private static bool IsLiteral(string expression) => expression.Length > 1 && expression[0] == '\'' && expression[^1] == '\'';

    // The name of a resource in a loop is written with the item at the index that is asked for.
    private void UseIndex(DeclaredSymbol symbol, string? index)
    {
        var value = symbol switch { ResourceSymbol resource => resource.Syntax.Value, ModuleSymbol module => module.Syntax.Value, _ => null };
        if (index is not null && value is ForSyntax loop)
        {
            Name(loop.Item, $"{Write(loop.Items)}[{index}]");
            Name(loop.Index, index);
        }
    }
}
