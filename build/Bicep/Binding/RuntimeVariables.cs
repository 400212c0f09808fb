using System.Runtime.CompilerServices;
using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding;

/// <summary>Tells the variables that need the answer of a service: ARM knows its variables before, so they are written where they are used.</summary>
internal sealed class RuntimeVariables
{
    private readonly Dictionary<VariableSymbol, bool> _known = [];

    public bool IsRuntime(VariableSymbol variable)
    {
        if (!_known.TryGetValue(variable, out var isRuntime))
        {
            _known[variable] = false;
            _known[variable] = isRuntime = new Search(this, variable.Model).Finds(variable.Syntax.Value);
        }

        return isRuntime;
    }

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
                case PropertyAccessSyntax { Name.Text: "id" or "name" or "type" or "apiVersion" } access when Symbol(access.Receiver) is ResourceSymbol:
                    if (access.Receiver is ArrayAccessSyntax indexed)
                    {
                        Visit(indexed.Index);
                    }

                    return;
                case PropertyAccessSyntax { Name.Text: "name" } access when Symbol(access.Receiver) is ModuleSymbol:
                    return;
                case ArrayAccessSyntax { Index: StringSyntax { Literal: "id" or "name" or "type" or "apiVersion" } } named when Symbol(named.Receiver) is ResourceSymbol:
                    Visit(named.Receiver is ArrayAccessSyntax turn ? turn.Index : named.Index);
                    return;
                case ArrayAccessSyntax { Index: StringSyntax { Literal: "name" } } named when Symbol(named.Receiver) is ModuleSymbol:
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

        private Symbol? Symbol(ExpressionSyntax receiver) => receiver switch
        {
            ArrayAccessSyntax access => model.SymbolOf(access.Receiver),
            NonNullSyntax inner => Symbol(inner.Operand),
            ParenthesizedSyntax inner => Symbol(inner.Expression),
            _ => model.SymbolOf(receiver),
        };
    }
}
