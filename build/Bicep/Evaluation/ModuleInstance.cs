using Frostline.Bicep.Binding;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Evaluation;

/// <summary>One of the deployments that a module declaration makes.</summary>
internal sealed class ModuleInstance(FileInstance file, ModuleSymbol symbol, string label, Locals? locals)
{
    private BicepValue? _name;
    private FileInstance? _template;

    public ModuleSymbol Symbol => symbol;

    public string Label => label;

    public Locals? Locals => locals;

    public BicepValue Condition { get; init; } = new BooleanValue(true);

    public ObjectSyntax? Body => symbol.Syntax.Body;

    public BicepValue Name => _name ??= Body?.Find("name") is { } property ? file.Evaluate(property.Value, locals) : new StringValue(label.Replace('[', '-').TrimEnd(']'));

    /// <summary>The file with the arguments of this module; null when the file is not here.</summary>
    public FileInstance? Template => _template ??= symbol.Target is { } target ? Instantiate(target) : null;

    public string Id => DeploymentScope.ResourceId(Scope(symbol.Target?.Scope ?? file.Scope.Kind).Id, "Microsoft.Resources/deployments", [ResourceInstance.Shown(Name)]);

    private FileInstance Instantiate(FileModel target)
    {
        var path = file.ModulePath.Length == 0 ? label : $"{file.ModulePath}/{label}";
        return new FileInstance(file.Session, target, new FileArguments(Scope(target.Scope), path, Argument) { Depth = file.Depth + 1 });
    }

    private BicepValue? Argument(string name)
    {
        var parameters = Body?.Find("params")?.Value;
        if (parameters is ObjectSyntax { } literal && literal.Members.All(member => member is ObjectPropertySyntax { KeyText: not null }))
        {
            return literal.Find(name) is { } property ? file.Evaluate(property.Value, locals) : null;
        }

        var value = parameters is null ? null : file.Evaluate(parameters, locals);
        return value switch
        {
            ObjectValue members => members[name] ?? (members["..."] is null ? null : new SymbolicValue($"{members["..."]}.{name}")),
            null => null,
            _ => new SymbolicValue($"{value}.{name}"),
        };
    }

    private DeploymentScope Scope(ScopeKind kind) =>
        Body?.Find("scope") is { } scope
            ? DeploymentScope.Parse(file.ScopeId(scope.Value, locals))
            : kind == file.Scope.Kind ? file.Scope : DeploymentScope.Of(file.Session.Context, kind);
}
