using System.Globalization;
using Frostline.Bicep.Binding;
using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Evaluation;

/// <summary>A file with its arguments: what its declarations are worth. Values are made when they are first asked for.</summary>
internal sealed class FileInstance
{
    private const int MostLayers = 20;
    private readonly Dictionary<Symbol, BicepValue> _values = [];
    private readonly Dictionary<Symbol, IReadOnlyList<ResourceInstance>> _resources = [];
    private readonly Dictionary<Symbol, IReadOnlyList<ModuleInstance>> _modules = [];
    private readonly HashSet<Symbol> _inProgress = [];
    private readonly FileArguments _arguments;
    private readonly ExpressionEvaluation _expressions;

    public FileInstance(EvaluationSession session, FileModel model, FileArguments arguments)
    {
        Session = session;
        Model = model;
        _arguments = arguments;
        _expressions = new ExpressionEvaluation(this);
        Host = new FunctionHost(session.Context, arguments.Scope, model.Directory);
    }

    public EvaluationSession Session { get; }

    public FileModel Model { get; }

    public DeploymentScope Scope => _arguments.Scope;

    public string ModulePath => _arguments.ModulePath;

    public int Depth => _arguments.Depth;

    public FunctionHost Host { get; }

    public BicepValue Evaluate(ExpressionSyntax expression, Locals? locals) => _expressions.Evaluate(expression, locals);

    /// <summary>What a declared name is worth.</summary>
    public BicepValue ValueOf(Symbol symbol)
    {
        if (_values.TryGetValue(symbol, out var known))
        {
            return known;
        }

        if (Session.IsAbstract && Model.Cyclic.Contains(symbol))
        {
            return SymbolicValue.Broken(symbol.Name);
        }

        if (!_inProgress.Add(symbol))
        {
            return new SymbolicValue(symbol.Name);
        }

        var value = symbol switch
        {
            ParameterSymbol parameter => Parameter(parameter),
            AssignmentSymbol assignment => Evaluate(assignment.Syntax.Value, null),
            VariableSymbol variable => Evaluate(variable.Syntax.Value, null),
            ResourceSymbol resource => References(resource.IsLoop, Resources(resource).Select(instance => (BicepValue)new ResourceValue(instance))),
            ModuleSymbol module => References(module.IsLoop, Modules(module).Select(instance => (BicepValue)new ModuleValue(instance))),
            OutputSymbol output => Evaluate(output.Syntax.Value, null),
            ImportSymbol { Target: { } target } => Session.Library(target.Model, Scope).ValueOf(target),
            BaseSymbol { Target: var parent } => Assigned(parent),
            NamespaceSymbol => new SymbolicValue(symbol.Name) { Kind = "object" },
            _ => new SymbolicValue(symbol.Name),
        };
        _inProgress.Remove(symbol);
        _values[symbol] = value;
        return value;
    }

    private ObjectValue Assigned(FileModel parent)
    {
        var values = new Dictionary<string, BicepMember>(StringComparer.Ordinal);
        for (var (next, depth) = ((FileModel?)parent, 0); next is not null && depth < MostLayers; (next, depth) = (next.Extends, depth + 1))
        {
            foreach (var assignment in next.Assignments)
            {
                values.TryAdd(assignment.Name, new BicepMember(assignment.Name, Session.Library(next, Scope).ValueOf(assignment)));
            }
        }

        return new ObjectValue(values.Values);
    }

    public IReadOnlyList<ResourceInstance> Resources(ResourceSymbol symbol)
    {
        if (!_resources.TryGetValue(symbol, out var instances))
        {
            _resources[symbol] = instances =
                [.. Turns(symbol.Name, symbol.Syntax.Value).Select(turn => new ResourceInstance(this, symbol, turn.Label, turn.Locals) { Condition = turn.Condition })];
        }

        return instances;
    }

    public IReadOnlyList<ModuleInstance> Modules(ModuleSymbol symbol)
    {
        if (!_modules.TryGetValue(symbol, out var instances))
        {
            _modules[symbol] = instances =
                [.. Turns(symbol.Name, symbol.Syntax.Value).Select(turn => new ModuleInstance(this, symbol, turn.Label, turn.Locals) { Condition = turn.Condition })];
        }

        return instances;
    }

    /// <summary>The id of what a <c>scope</c> names.</summary>
    public string ScopeId(ExpressionSyntax scope, Locals? locals) => Evaluate(scope, locals) switch
    {
        ResourceValue resource => resource.Instance.Id,
        ObjectValue value when value["id"] is { } id => ResourceInstance.Shown(id),
        SymbolicValue symbolic => $"/[{symbolic.Expression}]",
        _ => Scope.Id,
    };

    /// <summary>The loop variables of each turn of a loop, over its items when they are known, or one turn for all.</summary>
    public IEnumerable<(Locals? Locals, string Label)> Turns(ForSyntax loop, Locals? locals, string name)
    {
        var items = Evaluate(loop.Items, locals);
        if (items is not ArrayValue array)
        {
            if (!items.IsBroken && items.TypeName is not ("array" or "any"))
            {
                Session.Report(DiagnosticSeverity.Error, "BCP137", $"Loop expected an expression of type \"array\" but the provided value is of type \"{ValueTypes.Of(items)}\".", Model, loop.Items.Span);
            }

            yield return (Bind(loop, locals, Element(items, loop), new SymbolicValue(loop.Index?.Name.Text ?? "index") { Kind = "int" }), $"{name}[*]");
            yield break;
        }

        array = Session.IsAbstract ? Widening.Of(array) : array;
        for (var i = 0; i < array.Items.Count; i++)
        {
            yield return (
                Bind(loop, locals, array.Items[i].Value, new IntegerValue(i)),
                string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]"));
        }
    }

    private static SymbolicValue Element(BicepValue items, ForSyntax loop) =>
        items.IsBroken ? SymbolicValue.Broken(loop.Item?.Name.Text ?? "item") : SymbolicValue.ElementOf(items, loop.Item?.Name.Text ?? "item");

    private Locals? Bind(ForSyntax loop, Locals? locals, BicepValue item, BicepValue index)
    {
        if (loop.Item is { } itemSyntax && Model.SymbolOf(itemSyntax) is LocalSymbol itemSymbol)
        {
            locals = new Locals(itemSymbol, item, locals);
        }

        if (loop.Index is { } indexSyntax && Model.SymbolOf(indexSyntax) is LocalSymbol indexSymbol)
        {
            locals = new Locals(indexSymbol, index, locals);
        }

        return locals;
    }

    private IEnumerable<(Locals? Locals, string Label, BicepValue Condition)> Turns(string name, ExpressionSyntax body)
    {
        var turns = body is ForSyntax loop
            ? Turns(loop, null, name)
            : [(null, name)];
        var condition = ((body as ForSyntax)?.Body ?? body) as IfSyntax;
        foreach (var (locals, label) in turns)
        {
            Session.Step();
            yield return (locals, label, condition is null ? new BooleanValue(true) : Condition(condition.Condition, locals));
        }
    }

    private BicepValue Condition(ExpressionSyntax condition, Locals? locals)
    {
        var value = Evaluate(condition, locals);
        if (value is BooleanValue || value.IsBroken || value.TypeName is "bool" or "any")
        {
            return value;
        }

        Session.Report(DiagnosticSeverity.Error, "BCP046", "Expected a value of type \"bool\".", Model, condition.Span);
        return SymbolicValue.Broken(Model.TextOf(condition));
    }

    private static BicepValue References(bool isLoop, IEnumerable<BicepValue> values) =>
        isLoop ? new ArrayValue(values) : values.FirstOrDefault() ?? BicepValue.Null;

    private BicepValue Parameter(ParameterSymbol parameter)
    {
        var declared = DeclaredKind(parameter.Syntax.Type);
        if (Session.IsAbstract && _arguments.Parameters is null)
        {
            return new SymbolicValue(parameter.Name, parameter.IsSecure) { Kind = declared, Shape = Types.DeclaredTypes.Of(parameter).Node };
        }

        var value = _arguments.Parameters?.Invoke(parameter.Name) ?? (parameter.Syntax.Default is { } standard ? Evaluate(standard, null) : null);
        if (parameter.IsSecure && value is not (ObjectValue { Members.Count: 0 } or ArrayValue { Items.Count: 0 }))
        {
            return new SymbolicValue(parameter.Name, isSecret: true) { Kind = declared };
        }

        return value ?? (parameter.IsRequired ? new SymbolicValue(parameter.Name) { Kind = declared } : BicepValue.Null);
    }

    private static string DeclaredKind(TypeSyntax type) =>
        type is TypeNameSyntax { Name.Text: "string" or "int" or "bool" or "object" or "array" } name ? name.Name.Text : "any";
}
