using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding;

/// <summary>Collects what a file declares.</summary>
internal static class Declarations
{
    public static void Declare(FileModel model)
    {
        var declared = new List<Symbol>();
        foreach (var statement in model.Syntax.Statements)
        {
            Declare(model, statement, declared);
        }

        foreach (var group in declared.Where(symbol => symbol.Name.Length > 0 && (symbol.Name[0] == '_' || char.IsAsciiLetter(symbol.Name[0]) || symbol is ImportSymbol)).GroupBy(symbol => symbol.Name, StringComparer.Ordinal))
        {
            model.Names[group.Key] = group.First();
            if (group.Skip(1).Any())
            {
                foreach (var symbol in group)
                {
                    if (symbol is AssignmentSymbol)
                    {
                        model.Error("BCP250", $"Parameter \"{symbol.Name}\" is assigned multiple times. Remove or rename the duplicates.", symbol.At);
                        continue;
                    }

                    model.Error("BCP028", $"Identifier \"{symbol.Name}\" is declared multiple times. Remove or rename the duplicates.", symbol.At);
                }
            }
        }

        CheckMetadata(model);
        foreach (var group in model.Outputs.GroupBy(output => output.Name, StringComparer.Ordinal).Where(group => group.Skip(1).Any()))
        {
            foreach (var output in group)
            {
                model.Error("BCP145", $"Output \"{output.Name}\" is declared multiple times. Remove or rename the duplicates.", output.At);
            }
        }
    }

    private static void CheckMetadata(FileModel model)
    {
        foreach (var group in model.Syntax.Statements.OfType<MetadataSyntax>().Where(metadata => !metadata.Name.IsMissing).GroupBy(metadata => metadata.Name.Text, StringComparer.Ordinal))
        {
            foreach (var metadata in group)
            {
                if (group.Key.StartsWith('_'))
                {
                    model.Error("BCP268", $"Invalid identifier: \"{group.Key}\". Metadata identifiers starting with '_' are reserved. Please use a different identifier.", metadata.Name.Span);
                }

                if (group.Skip(1).Any())
                {
                    model.Error("BCP145", $"Output \"{group.Key}\" is declared multiple times. Remove or rename the duplicates.", metadata.Name.Span);
                }
            }
        }
    }

    private static void Declare(FileModel model, StatementSyntax statement, List<Symbol> declared)
    {
        switch (statement)
        {
            case TargetScopeSyntax scope:
                ReadScope(model, scope);
                break;
            case ParameterSyntax parameter:
                Add(model.Parameters, new ParameterSymbol(model, parameter));
                break;
            case ParameterAssignmentSyntax assignment:
                Add(model.Assignments, new AssignmentSymbol(model, assignment));
                break;
            case VariableDeclarationSyntax variable:
                Add(model.Variables, new VariableSymbol(model, variable));
                break;
            case ResourceSyntax resource:
                declared.Add(DeclareResource(model, resource));
                break;
            case ModuleSyntax module:
                Add(model.Modules, new ModuleSymbol(model, module));
                break;
            case OutputSyntax output:
                model.Outputs.Add(new OutputSymbol(model, output));
                break;
            case TypeDeclarationSyntax type:
                Add(model.Types, new TypeSymbol(model, type));
                break;
            case FunctionDeclarationSyntax function:
                Add(model.Functions, new FunctionSymbol(model, function));
                break;
            case ImportSyntax { Wildcard: { } wildcard }:
                Add(model.Imports, new WildcardSymbol(wildcard.Name.Text, wildcard.Name.Span));
                break;
            case ImportSyntax import:
                foreach (var symbol in import.Symbols)
                {
                    Add(model.Imports, new ImportSymbol(symbol.LocalName ?? "", symbol.Span));
                }

                break;
            case ExtensionSyntax extension:
                var name = extension.Alias?.Text ?? (extension.Specification as Token)?.Text;
                if (name is not null)
                {
                    declared.Add(new NamespaceSymbol(name, extension.Specification.Span));
                }

                break;
        }

        void Add<T>(List<T> list, T symbol) where T : Symbol
        {
            list.Add(symbol);
            declared.Add(symbol);
        }
    }

    private static ResourceSymbol DeclareResource(FileModel model, ResourceSyntax syntax)
    {
        var root = new ResourceSymbol(model, syntax, null);
        var pending = new Queue<ResourceSymbol>([root]);
        while (pending.TryDequeue(out var resource))
        {
            model.Resources.Add(resource);
            model.Bind(resource.Syntax, resource);
            foreach (var nested in resource.Syntax.Body?.Resources ?? [])
            {
                pending.Enqueue(new ResourceSymbol(model, nested, resource));
            }
        }

        return root;
    }

    private static void ReadScope(FileModel model, TargetScopeSyntax scope)
    {
        ScopeKind? kind = (scope.Value as StringSyntax)?.Literal switch
        {
            "resourceGroup" => ScopeKind.ResourceGroup,
            "subscription" => ScopeKind.Subscription,
            "managementGroup" => ScopeKind.ManagementGroup,
            "tenant" => ScopeKind.Tenant,
            _ => null,
        };
        if (kind is null)
        {
            model.Error("BCP033", $"Expected a value of type \"'managementGroup' | 'resourceGroup' | 'subscription' | 'tenant'\"{(scope.Value is StringSyntax { Literal: { } text } ? $" but the provided value is of type \"'{text}'\"" : "")}.", scope.Value.Span);
        }

        model.Scope = kind ?? ScopeKind.ResourceGroup;
    }
}
