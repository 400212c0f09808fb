using Frostline.Bicep.Binding;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Emission;

/// <summary>Resources and modules of a loop taken as an array: ARM answers them whole, by names of its own.</summary>
internal sealed partial class ArmExpressions
{
    private readonly Dictionary<Symbol, DeclaredSymbol> _turns = [];

    private string All(DeclaredSymbol loop) => $"references({Quote(names.Of(loop))}, 'full')";

    // The items that a function hands its lambda are turns of the loop it was given.
    private void NameTurns(string function, IReadOnlyList<ExpressionSyntax> arguments)
    {
        if (arguments.Count < 2 || LoopOf(arguments[0]) is not { } loop)
        {
            return;
        }

        foreach (var lambda in arguments.Skip(1).OfType<LambdaSyntax>())
        {
            var items = function switch { "sort" => lambda.Variables, "reduce" => lambda.Variables.Skip(1).Take(1), _ => lambda.Variables.Take(1) };
            foreach (var symbol in items.Select(model.SymbolOf).OfType<Symbol>())
            {
                _turns[symbol] = loop;
            }
        }
    }

    /// <summary>The loop whose resources or modules an array holds; null of every other array.</summary>
    private DeclaredSymbol? LoopOf(ExpressionSyntax array) => array switch
    {
        ParenthesizedSyntax inner => LoopOf(inner.Expression),
        FunctionCallSyntax { Name.Text: "filter" or "sort" or "take" or "skip", Arguments: [var items, ..] } call when model.SymbolOf(call) is null => LoopOf(items),
        VariableSyntax or ResourceAccessSyntax => model.SymbolOf(array) switch
        {
            ResourceSymbol { IsLoop: true } resource => resource,
            ModuleSymbol { IsLoop: true } module => module,
            VariableSymbol variable when variable.Model == model && IsRuntime(variable) => LoopOf(variable.Syntax.Value),
            _ => null,
        },
        _ => null,
    };

    private DeclaredSymbol? TurnOf(ExpressionSyntax item) => item switch
    {
        ParenthesizedSyntax inner => TurnOf(inner.Expression),
        NonNullSyntax inner => TurnOf(inner.Operand),
        VariableSyntax variable => model.SymbolOf(variable) is LocalSymbol local ? _turns.GetValueOrDefault(local) : null,
        FunctionCallSyntax { Name.Text: "first" or "last", Arguments: [var items] } call when model.SymbolOf(call) is null => LoopOf(items),
        ArrayAccessSyntax access when access.FromEnd || model.SymbolOf(access.Receiver) is not (ResourceSymbol or ModuleSymbol) => LoopOf(access.Receiver),
        _ => null,
    };

    private (string Text, bool IsTry)? OfTurn(PropertyAccessSyntax access)
    {
        if (access.Receiver is PropertyAccessSyntax { Name.Text: "outputs" } outputs && TurnOf(outputs.Receiver) is ModuleSymbol)
        {
            var item = Write(outputs.Receiver);
            return outputs.IsSafe || access.IsSafe
                ? ($"tryGet({item}, 'properties', 'outputs', {Quote(access.Name.Text)}, 'value')", true)
                : ($"{item}.properties.outputs.{access.Name.Text}.value", false);
        }

        return (TurnOf(access.Receiver), access.Name.Text) switch
        {
            (ResourceSymbol, "id") => ($"{Write(access.Receiver)}.resourceId", false),
            (ResourceSymbol resource, "type") => (Quote(resource.Type), false),
            (ResourceSymbol resource, "apiVersion") => (Quote(resource.ApiVersion), false),
            (ResourceSymbol resource, "name") when Parent(resource) is not null || resource.Type.Count(character => character == '/') == 1 => (LastName(access.Receiver), false),
            (ModuleSymbol, "name") => (LastName(access.Receiver), false),
            (ModuleSymbol, "outputs") => ($"{Write(access.Receiver)}.properties.outputs", false),
            _ => null,
        };
    }

    private string LastName(ExpressionSyntax item) => $"last(split({Write(item)}.resourceId, '/'))";
}
