using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding;

/// <summary>Two resources of one type with one name, or two modules, would be deployed over each other.</summary>
internal static class DuplicateNames
{
    public static void Report(FileModel model)
    {
        var resources = model.Resources
            .Where(resource => resource is { Container: null, IsLoop: false, Syntax.IsExisting: false, Syntax.Value: ObjectSyntax } && resource.Type.Length > 0)
            .Select(resource => (Symbol: (DeclaredSymbol)resource, Key: KeyOf(model, resource.Type, resource.Syntax.Body), Name: resource.Syntax.Body?.Find("name")));
        Report(model, resources, "BCP121", "Resources: {0} are defined with this same name in a file. Rename them or split into different modules.");

        var modules = model.Modules
            .Where(module => module is { IsLoop: false, Syntax.Value: ObjectSyntax })
            .Select(module => (Symbol: (DeclaredSymbol)module, Key: KeyOf(model, "module", module.Syntax.Body), Name: module.Syntax.Body?.Find("name")));
        Report(model, modules, "BCP122", "Modules: {0} are defined with this same name and this same scope in a file. Rename them or split into different modules.");
    }

    private static string KeyOf(FileModel model, string type, ObjectSyntax? body) => string.Join(
        '\n',
        type.ToUpperInvariant(),
        body?.Find("scope") is { } scope ? model.TextOf(scope.Value) : "",
        body?.Find("parent") is { } parent ? model.TextOf(parent.Value) : "",
        body?.Find("name")?.Value switch
        {
            StringSyntax { Literal: { } name } => name.ToUpperInvariant(),
            StringSyntax or PropertyAccessSyntax { Receiver: VariableSyntax } => model.TextOf(body.Find("name")!.Value),
            _ => null,
        });

    private static void Report(FileModel model, IEnumerable<(DeclaredSymbol Symbol, string Key, ObjectPropertySyntax? Name)> declared, string code, string message)
    {
        foreach (var group in declared.Where(item => item.Name?.Value is StringSyntax or PropertyAccessSyntax { Receiver: VariableSyntax }).GroupBy(item => item.Key, StringComparer.Ordinal).Where(group => group.Skip(1).Any()))
        {
            var names = string.Join(", ", group.Select(item => $"\"{item.Symbol.Name}\""));
            foreach (var item in group)
            {
                model.Error(code, message.Replace("{0}", names, StringComparison.Ordinal), item.Name!.Value.Span);
            }
        }
    }
}
