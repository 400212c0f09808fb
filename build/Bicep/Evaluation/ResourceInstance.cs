using Frostline.Bicep.Binding;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Evaluation;

/// <summary>One of the resources that a declaration makes: its only one, or one for each turn of its loop.</summary>
internal sealed class ResourceInstance(FileInstance file, ResourceSymbol symbol, string label, Locals? locals)
{
    private string? _id;
    private string? _scope;
    private List<string>? _names;
    private BicepValue? _name;

    public FileInstance File => file;

    public ResourceSymbol Symbol => symbol;

    /// <summary>The symbolic name, with the index in a loop.</summary>
    public string Label => label;

    public Locals? Locals => locals;

    public BicepValue Condition { get; init; } = new BooleanValue(true);

    public ObjectSyntax? Body => symbol.Syntax.Body;

    /// <summary>As written.</summary>
    public BicepValue Name => _name ??= Body?.Find("name") is { } property
        ? file.Evaluate(property.Value, locals)
        : new SymbolicValue($"{label}.name");

    /// <summary>One for each part of the type, parents first.</summary>
    public List<string> Names => _names ??= Parent() is { } parent ? [.. parent.Names, .. OwnNames()] : OwnNames();

    public string Scope => _scope ??= Parent() is { } parent ? parent.Scope
        : Body?.Find("scope") is { } scope ? file.ScopeId(scope.Value, locals)
        : IsResourceGroup && file.Scope.Kind == ScopeKind.ResourceGroup ? $"/subscriptions/{file.Scope.SubscriptionId}"
        : file.Scope.Id;

    public string Id => _id ??= IsResourceGroup
        ? $"{Scope.TrimEnd('/')}/resourceGroups/{string.Join('/', Names)}"
        : DeploymentScope.ResourceId(Scope, symbol.Type, Names);

    private bool IsResourceGroup => symbol.Type.Equals("Microsoft.Resources/resourceGroups", StringComparison.OrdinalIgnoreCase);

    public ResourceInstance? Parent()
    {
        if (symbol.Container is { } container)
        {
            return file.Resources(container) is [var first, ..] ? first : null;
        }

        return Body?.Find("parent") is { } parent && file.Evaluate(parent.Value, locals) is ResourceValue value ? value.Instance : null;
    }

    public static string Shown(BicepValue value) => value switch
    {
        SymbolicValue symbolic => $"[{symbolic.Expression}]",
        ReferenceValue reference => $"[{reference.Text}]",
        _ => Functions.Arguments.PlainText(value),
    };

    // A part that is not known yet may hold slashes of its own text, which part no names.
    private List<string> OwnNames() => Name is StringValue text ? [.. text.Value.Split('/')] : [Shown(Name)];
}
