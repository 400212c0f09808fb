using System.Text.Json.Nodes;
using Frostline.Bicep.Syntax;
using Frostline.Bicep.Types;

namespace Frostline.Bicep.Binding;

/// <summary>What a name in a file means. Equal only to itself.</summary>
internal abstract class Symbol(string name, TextSpan at)
{
    public string Name => name;

    /// <summary>Where the name is declared.</summary>
    public TextSpan At => at;
}

/// <summary>Declared by a statement of a template.</summary>
internal abstract class DeclaredSymbol(FileModel model, DeclarationSyntax declaration) : Symbol(declaration.Name.Text, declaration.Name.Span)
{
    public FileModel Model => model;

    public IReadOnlyList<DecoratorSyntax> Decorators => declaration.Decorators;

    public DecoratorSyntax? Decorator(string name) => Decorators.FirstOrDefault(decorator => decorator.Name == name);

    public bool IsExported => Decorator("export") is not null;
}

internal sealed class ParameterSymbol(FileModel model, ParameterSyntax syntax) : DeclaredSymbol(model, syntax)
{
    public ParameterSyntax Syntax => syntax;

    public bool IsSecure => Decorator("secure") is not null;

    public bool IsRequired => syntax.Default is null && syntax.Type is not NullableTypeSyntax;
}

/// <summary><c>param name = value</c> of a parameters file.</summary>
internal sealed class AssignmentSymbol(FileModel model, ParameterAssignmentSyntax syntax) : DeclaredSymbol(model, syntax)
{
    public ParameterAssignmentSyntax Syntax => syntax;
}

internal sealed class VariableSymbol(FileModel model, VariableDeclarationSyntax syntax) : DeclaredSymbol(model, syntax)
{
    public VariableDeclarationSyntax Syntax => syntax;
}

internal sealed class ResourceSymbol(FileModel model, ResourceSyntax syntax, ResourceSymbol? container) : DeclaredSymbol(model, syntax)
{
    public ResourceSyntax Syntax => syntax;

    /// <summary>The resource whose body it is declared in.</summary>
    public ResourceSymbol? Container => container;

    /// <summary>With the provider; nested declarations name only the last part.</summary>
    public string Type { get; } = FullType(syntax, container).Type;

    public string ApiVersion { get; } = FullType(syntax, container).Version;

    public bool IsLoop => syntax.Value is ForSyntax;

    private static (string Type, string Version) FullType(ResourceSyntax syntax, ResourceSymbol? container)
    {
        var parts = ((syntax.Type as StringSyntax)?.Literal ?? "").Split('@', 2);
        var version = parts.Length == 2 ? parts[1] : container?.ApiVersion ?? "";
        return (container is null || parts[0].Split('/')[0].Contains('.', StringComparison.Ordinal) ? parts[0] : $"{container.Type}/{parts[0]}", version);
    }
}

internal sealed class ModuleSymbol(FileModel model, ModuleSyntax syntax) : DeclaredSymbol(model, syntax)
{
    public ModuleSyntax Syntax => syntax;

    /// <summary>The file; null when it cannot be read or comes from a registry.</summary>
    public FileModel? Target { get; set; }

    /// <summary>The ARM template, when the module is one written in JSON.</summary>
    public JsonObject? Json { get; set; }

    public bool IsLoop => syntax.Value is ForSyntax;
}

internal sealed class OutputSymbol(FileModel model, OutputSyntax syntax) : DeclaredSymbol(model, syntax)
{
    public OutputSyntax Syntax => syntax;

    public bool IsSecure => Decorator("secure") is not null;
}

internal sealed class TypeSymbol(FileModel model, TypeDeclarationSyntax syntax) : DeclaredSymbol(model, syntax)
{
    public TypeDeclarationSyntax Syntax => syntax;

    /// <summary>Made when it is first needed; one for all, so that recursive types end.</summary>
    public TypeReference? Shape { get; set; }
}

internal sealed class FunctionSymbol(FileModel model, FunctionDeclarationSyntax syntax) : DeclaredSymbol(model, syntax)
{
    public FunctionDeclarationSyntax Syntax => syntax;
}

/// <summary>A name that no value is read by: <c>metadata</c>, <c>assert</c>, <c>test</c>.</summary>
internal sealed class PassiveSymbol(FileModel model, DeclarationSyntax syntax) : DeclaredSymbol(model, syntax);

internal sealed class ImportSymbol(string name, TextSpan at) : Symbol(name, at)
{
    /// <summary>What it stands for; null when the other file has no such thing.</summary>
    public DeclaredSymbol? Target { get; set; }
}

internal sealed class WildcardSymbol(string name, TextSpan at) : Symbol(name, at)
{
    public FileModel? Target { get; set; }
}

/// <summary><c>az</c>, <c>sys</c> or an extension.</summary>
internal sealed class NamespaceSymbol(string name, TextSpan at) : Symbol(name, at);

/// <summary><c>base</c> in a parameters file that extends another: what that one assigns.</summary>
internal sealed class BaseSymbol(FileModel target) : Symbol("base", default)
{
    public FileModel Target => target;
}

/// <summary>A variable of a lambda, of a loop or of a declared function.</summary>
internal sealed class LocalSymbol(LocalVariableSyntax syntax) : Symbol(syntax.Name.Text, syntax.Name.Span)
{
    public LocalVariableSyntax Syntax => syntax;
}
