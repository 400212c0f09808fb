using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding.Structure;

/// <summary>How modules are called: parameters that can be told apart, names of their own, scopes their file can reach.</summary>
internal static class ModuleStructure
{
    public static void Report(FileModel model)
    {
        foreach (var module in model.Modules.Where(module => module.Syntax.Body is not null))
        {
            var body = module.Syntax.Body!;
            if (body.Find("params")?.Value is { } parameters and not (ObjectSyntax or SkippedSyntax))
            {
                model.Error("BCP183", "The value of the module \"params\" property must be an object literal.", parameters.Span);
            }

            if (module.Syntax.Value is ForSyntax loop && body.Find("name") is { Value: not SkippedSyntax })
            {
                Loops.CheckIdentity(model, module, loop, body, ["name", "scope"]);
            }

            if (body.Find("scope") is { } place && Loops.IsWhole(model, place.Value))
            {
                continue;
            }

            if (module.Target is not { } target || FitsScope(model, target.Scope, body))
            {
                CheckScope(model, body);
            }
        }
    }

    private static bool FitsScope(FileModel model, ScopeKind wanted, ObjectSyntax body)
    {
        var place = body.Find("scope")?.Value;
        var permitted = ScopeNames.Of(wanted);
        if (place is StringSyntax { Literal: { } text })
        {
            model.Error("BCP036", $"The property \"scope\" expected a value of type \"{permitted}\" but the provided value is of type \"'{text}'\".", place.Span);
            return false;
        }

        var given = place is null ? ScopeNames.Of(model.Scope) : NameOf(model, place);
        if (given is null || given == permitted)
        {
            return true;
        }

        model.Error("BCP134", $"Scope \"{given}\" is not valid for this module. Permitted scopes: \"{permitted}\".", (place ?? body).Span);
        return false;
    }

    /// <summary>The kind of place an expression means; null when only its value tells.</summary>
    private static string? NameOf(FileModel model, ExpressionSyntax place) => place switch
    {
        FunctionCallSyntax { Name.Text: "tenant" or "managementGroup" or "subscription" or "resourceGroup" } call when model.SymbolOf(call) is null => call.Name.Text,
        ArrayAccessSyntax turn => NameOf(model, turn.Receiver),
        VariableSyntax or ResourceAccessSyntax => model.SymbolOf(place) switch
        {
            ModuleSymbol => "module",
            ResourceSymbol resource when resource.Type.Equals("Microsoft.Resources/resourceGroups", StringComparison.OrdinalIgnoreCase) => "resourceGroup",
            ResourceSymbol resource when resource.Type.Equals("Microsoft.Management/managementGroups", StringComparison.OrdinalIgnoreCase) => "managementGroup",
            ResourceSymbol => "resource",
            _ => null,
        },
        _ => null,
    };

    private static void CheckScope(FileModel model, ObjectSyntax body)
    {
        if (body.Find("scope")?.Value is not FunctionCallSyntax call || model.SymbolOf(call) is not null || IsReachable(model.Scope, call.Name.Text, call.Arguments.Count))
        {
            return;
        }

        var (code, from, permitted) = model.Scope switch
        {
            ScopeKind.Tenant => ("BCP113", "tenant", "tenant: tenant(), named management group: managementGroup(<name>), named subscription: subscription(<subId>), or named resource group in a named subscription: resourceGroup(<subId>, <name>)."),
            ScopeKind.ManagementGroup => ("BCP114", "managementGroup", "current management group: managementGroup(), named management group: managementGroup(<name>), named subscription: subscription(<subId>), tenant: tenant(), or named resource group in a named subscription: resourceGroup(<subId>, <name>)."),
            ScopeKind.Subscription => ("BCP115", "subscription", "current subscription: subscription(), named subscription: subscription(<subId>), named resource group in same subscription: resourceGroup(<name>), named resource group in different subscription: resourceGroup(<subId>, <name>), or tenant: tenant()."),
            _ => ("BCP116", "resourceGroup", "current resource group: resourceGroup(), named resource group in same subscription: resourceGroup(<name>), named resource group in a different subscription: resourceGroup(<subId>, <name>), current subscription: subscription(), named subscription: subscription(<subId>) or tenant: tenant()."),
        };
        model.Error(code, $"Unsupported scope for module deployment in a \"{from}\" target scope. Omit this property to inherit the current scope, or specify a valid scope. Permissible scopes include {permitted}", call.Span);
    }

    private static bool IsReachable(ScopeKind from, string function, int arguments) => (function, arguments) switch
    {
        ("tenant", _) => true,
        ("managementGroup", 0) => from == ScopeKind.ManagementGroup,
        ("managementGroup", _) => from is ScopeKind.ManagementGroup or ScopeKind.Tenant,
        ("subscription", 0) => from is ScopeKind.Subscription or ScopeKind.ResourceGroup,
        ("resourceGroup", 0) => from == ScopeKind.ResourceGroup,
        ("resourceGroup", 1) => from is ScopeKind.Subscription or ScopeKind.ResourceGroup,
        _ => true,
    };
}
