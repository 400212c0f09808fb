using System.Runtime.CompilerServices;
using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding;

/// <summary>Tells the variables that need the answer of a service: ARM knows its variables before, so they are written where they are used.</summary>
internal sealed class RuntimeVariables
{
    private readonly Dictionary<VariableSymbol, bool> _known = [];
    private readonly Dictionary<ResourceSymbol, bool> _places = [];

    public bool IsRuntime(VariableSymbol variable)
    {
        if (!_known.TryGetValue(variable, out var isRuntime))
        {
            _known[variable] = false;
            _known[variable] = isRuntime = new Search(this, variable.Model).Finds(variable.Syntax.Value);
        }

        return isRuntime;
    }

    /// <summary>Whether a resource exists already under a name, or in a place, that only a service can tell.</summary>
    public bool IsNamedAtRuntime(FileModel model, ResourceSymbol resource)
    {
        if (!_places.TryGetValue(resource, out var isRuntime))
        {
            _places[resource] = false;
            _places[resource] = isRuntime = resource.Syntax.IsExisting && (IsRuntime(model, resource, "name") || IsRuntime(model, resource, "parent") || IsRuntime(model, resource, "scope"))
                || resource.Container is { } container && IsNamedAtRuntime(model, container);
        }

        return isRuntime;
    }

    private bool IsRuntime(FileModel model, ResourceSymbol resource, string property) => resource.Syntax.Body?.Find(property)?.Value switch
    {
        null => false,
        { } place when property != "name" && Symbol(model, place) is { } symbol => symbol is ResourceSymbol other && IsNamedAtRuntime(model, other),
        { } value => IsRuntime(model, value),
    };

    /// <summary>Whether an expression needs the answer of a service.</summary>
    public bool IsRuntime(FileModel model, ExpressionSyntax expression) => new Search(this, model).Finds(expression);

    /// <summary>The first call within an expression that asks a service.</summary>
    public static FunctionCallSyntax? DirectCall(SyntaxNode node)
    {
        var pending = new Stack<SyntaxNode>([node]);
        while (pending.TryPop(out var next))
        {
            if (next is FunctionCallSyntax call && (call.Name.Text == "reference" || StandardLibrary.IsListFunction(call.Name.Text)))
            {
                return call;
            }

            foreach (var child in next.Children.OfType<SyntaxNode>().Reverse())
            {
                pending.Push(child);
            }
        }

        return null;
    }

    private sealed class Search(RuntimeVariables owner, FileModel model) : SyntaxWalker
    {
        private bool _found;

        public bool Finds(SyntaxNode node)
        {
            Visit(node);
            return _found;
        }

        public override void Visit(SyntaxNode node)
        {
            if (_found)
            {
                return;
            }

            if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            {
                throw new EvaluationLimitException("The template's variables need each other too deeply.");
            }

            switch (node)
            {
                case PropertyAccessSyntax { Name.Text: "id" or "name" or "type" or "apiVersion" } access when Symbol(model, access.Receiver) is ResourceSymbol resource:
                    _found = access.Name.Text is "id" or "name" && owner.IsNamedAtRuntime(model, resource);
                    if (access.Receiver is ArrayAccessSyntax indexed)
                    {
                        Visit(indexed.Index);
                    }

                    return;
                case PropertyAccessSyntax { Name.Text: "name" } access when Symbol(model, access.Receiver) is ModuleSymbol:
                    return;
                case ArrayAccessSyntax { Index: StringSyntax { Literal: "id" or "name" or "type" or "apiVersion" } literal } named when Symbol(model, named.Receiver) is ResourceSymbol resource:
                    _found = literal.Literal is "id" or "name" && owner.IsNamedAtRuntime(model, resource);
                    Visit(named.Receiver is ArrayAccessSyntax turn ? turn.Index : named.Index);
                    return;
                case ArrayAccessSyntax { Index: StringSyntax { Literal: "name" } } named when Symbol(model, named.Receiver) is ModuleSymbol:
                    return;
                case VariableSyntax or ResourceAccessSyntax when model.SymbolOf(node) is ResourceSymbol or ModuleSymbol:
                case FunctionCallSyntax { Name.Text: var name } when name == "reference" || StandardLibrary.IsListFunction(name):
                    _found = true;
                    return;
                case VariableSyntax when model.SymbolOf(node) is VariableSymbol other:
                    _found = owner.IsRuntime(other);
                    return;
            }

            base.Visit(node);
        }
    }

    private static Symbol? Symbol(FileModel model, ExpressionSyntax receiver) => receiver switch
    {
        ArrayAccessSyntax access => model.SymbolOf(access.Receiver),
        NonNullSyntax inner => Symbol(model, inner.Operand),
        ParenthesizedSyntax inner => Symbol(model, inner.Expression),
        _ => model.SymbolOf(receiver),
    };
}
