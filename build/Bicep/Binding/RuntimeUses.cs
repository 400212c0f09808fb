using System.Runtime.CompilerServices;
using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding;

/// <summary>Finds what in an expression only a service can answer, each place once.</summary>
internal sealed class RuntimeUses(FileModel model, RuntimeVariables runtime)
{
    private readonly Dictionary<VariableSymbol, RuntimeUse?> _variables = [];

    private FileModel Model => model;

    private RuntimeVariables Runtime => runtime;

    /// <summary>All uses; a place takes a resource whole, unless a service knows where that one is.</summary>
    public IReadOnlyList<RuntimeUse> In(SyntaxNode node, bool isPlace = false)
    {
        var search = new Search(this, isPlace);
        search.Visit(node);
        return search.Found;
    }

    private RuntimeUse? Of(VariableSymbol variable)
    {
        if (!_variables.TryGetValue(variable, out var use))
        {
            _variables[variable] = null;
            _variables[variable] = use = In(variable.Syntax.Value) is [var first, ..] ? first : null;
        }

        return use;
    }

    private sealed class Search(RuntimeUses owner, bool isPlace) : SyntaxWalker
    {
        public List<RuntimeUse> Found { get; } = [];

        public override void Visit(SyntaxNode node)
        {
            if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            {
                throw new EvaluationLimitException("The template's variables need each other too deeply.");
            }

            switch (node)
            {
                case PropertyAccessSyntax access when Accessed(access.Receiver) is { } symbol:
                    Read(access, symbol, access.Name.Text);
                    VisitIndex(access.Receiver);
                    return;
                case ArrayAccessSyntax { Index: StringSyntax text } access when Accessed(access.Receiver) is { } symbol:
                    Read(access, symbol, text.Literal);
                    VisitIndex(access.Receiver);
                    return;
                case ArrayAccessSyntax { Index: VariableSyntax name } access when Accessed(access.Receiver) is { } symbol && !IsLoop(symbol) && owner.Model.SymbolOf(name) is VariableSymbol { Syntax.Value: StringSyntax { Literal: { } text } }:
                    Read(access, symbol, text);
                    return;
                case MethodCallSyntax call when Accessed(call.Receiver) is not null:
                    Call(call, call.Name.Text);
                    VisitIndex(call.Receiver);
                    foreach (var argument in call.Arguments)
                    {
                        Visit(argument);
                    }

                    return;
                case VariableSyntax or ResourceAccessSyntax when Accessed(node) is { } symbol:
                    if (!isPlace || symbol is ResourceSymbol place && owner.Runtime.IsNamedAtRuntime(owner.Model, place))
                    {
                        Found.Add(new RuntimeUse(node.Span, symbol, [symbol.Name], null));
                    }

                    return;
                case VariableSyntax when owner.Model.SymbolOf(node) is VariableSymbol variable:
                    if (owner.Of(variable) is { } use)
                    {
                        Found.Add(use with { At = node.Span, Way = [variable.Name, .. use.Way] });
                    }

                    return;
                case FunctionCallSyntax call when owner.Model.SymbolOf(call) is null:
                    Call(call, call.Name.Text);
                    break;
                case MethodCallSyntax call when owner.Model.SymbolOf(call.Receiver) is NamespaceSymbol:
                    Call(call, call.Name.Text);
                    break;
            }

            base.Visit(node);
        }

        private void Call(ExpressionSyntax call, string name)
        {
            if (name == "reference" || StandardLibrary.IsListFunction(name))
            {
                Found.Add(new RuntimeUse(call.Span, null, [name], null));
            }
        }

        private void Read(ExpressionSyntax access, DeclaredSymbol symbol, string? property)
        {
            var isKnown = symbol switch
            {
                ModuleSymbol => property == "name",
                ResourceSymbol resource => property is "id" or "type" or "apiVersion" || property == "name" && !owner.Runtime.IsNamedAtRuntime(owner.Model, resource),
                _ => true,
            };
            if (!isKnown)
            {
                Found.Add(new RuntimeUse(access.Span, symbol, [symbol.Name], property));
            }
        }

        private void VisitIndex(ExpressionSyntax receiver)
        {
            switch (receiver)
            {
                case ArrayAccessSyntax turn:
                    Visit(turn.Index);
                    break;
                case NonNullSyntax inner:
                    VisitIndex(inner.Operand);
                    break;
                case ParenthesizedSyntax inner:
                    VisitIndex(inner.Expression);
                    break;
            }
        }

        private static bool IsLoop(DeclaredSymbol symbol) => symbol is ResourceSymbol { IsLoop: true } or ModuleSymbol { IsLoop: true };

        private DeclaredSymbol? Accessed(SyntaxNode receiver) => receiver switch
        {
            ArrayAccessSyntax turn when Accessed(turn.Receiver) is { } symbol && IsLoop(symbol) => symbol,
            ArrayAccessSyntax => null,
            NonNullSyntax inner => Accessed(inner.Operand),
            ParenthesizedSyntax inner => Accessed(inner.Expression),
            _ => owner.Model.SymbolOf(receiver) switch
            {
                ResourceSymbol resource => resource,
                ModuleSymbol module => module,
                _ => null,
            },
        };
    }
}
