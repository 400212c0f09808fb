using Frostline.Bicep.Binding;
using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Emission;

/// <summary>What is read of resources and modules: known at the start, asked of a service, or absent.</summary>
internal sealed partial class ArmExpressions
{
    // A chain goes on after a safe access: what follows are further arguments of its tryGet.
    private (string Text, bool IsTry) Chain(ExpressionSyntax expression)
    {
        if (Known(expression) is { } known)
        {
            return known;
        }

        switch (expression)
        {
            case PropertyAccessSyntax access:
                return Step(access.Receiver, Quote(access.Name.Text), $".{access.Name.Text}", access.IsSafe);
            case ArrayAccessSyntax { FromEnd: true } access:
                return ($"{(access.IsSafe ? "tryIndexFromEnd" : "indexFromEnd")}({Write(access.Receiver)}, {Write(access.Index)})", false);
            case ArrayAccessSyntax access:
                var index = Write(access.Index);
                return Step(access.Receiver, index, $"[{index}]", access.IsSafe);
            default:
                return (Write(expression), false);
        }
    }

    private (string Text, bool IsTry) Step(ExpressionSyntax receiver, string argument, string suffix, bool isSafe)
    {
        var (text, isTry) = Chain(receiver);
        return isTry ? ($"{text[..^1]}, {argument})", true)
            : isSafe ? ($"tryGet({text}, {argument})", true)
            : ($"{text}{suffix}", false);
    }

    /// <summary>Members of resources, modules and imported files.</summary>
    private (string Text, bool IsTry)? Known(ExpressionSyntax expression)
    {
        if (expression is ArrayAccessSyntax { FromEnd: false } array)
        {
            return model.SymbolOf(array.Receiver) switch
            {
                ResourceSymbol { IsLoop: true } resource => (Whole(resource, Write(array.Index)), false),
                ModuleSymbol { IsLoop: true } module => ($"reference({Reference(module, Write(array.Index))})", false),
                _ => null,
            };
        }

        if (expression is not PropertyAccessSyntax access)
        {
            return null;
        }

        if (OfTurn(access) is { } ofTurn)
        {
            return ofTurn;
        }

        if (access is { Receiver: PropertyAccessSyntax { Name.Text: "outputs" } outputs } && Target(outputs.Receiver) is (ModuleSymbol answering, var at))
        {
            return Output(answering, at, access.Name.Text, outputs.IsSafe, access.IsSafe);
        }

        switch (Target(access.Receiver))
        {
            case (ResourceSymbol resource, var index) when access.IsSafe && access.Name.Text is not ("id" or "name" or "type" or "apiVersion"):
                return ($"tryGet({Guarded(resource, index, Whole(resource, index))}, {Quote(access.Name.Text)})", true);
            case (ResourceSymbol resource, var index):
                return (Member(resource, index, access.Name.Text), false);
            case (ModuleSymbol called, var turn) when access.Name.Text == "name":
                UseIndex(called, turn);
                return (called.Syntax.Body?.Find("name") is { } name ? Write(name.Value) : DefaultName(called, turn), false);
            case (ModuleSymbol called, var turn) when access.IsSafe:
                return ($"tryGet({Guarded(called, turn, $"reference({Reference(called, turn)})")}, {Quote(access.Name.Text)})", true);
        }

        return access.Receiver is VariableSyntax variable && model.SymbolOf(variable) is WildcardSymbol { Target: { } source } && source.Names.GetValueOrDefault(access.Name.Text) is VariableSymbol exported
            ? (Declared(exported), false)
            : null;
    }

    // Secure outputs are not part of what a deployment answers: they are asked for apart.
    private (string Text, bool IsTry) Output(ModuleSymbol module, string? index, string name, bool mayBeAbsent, bool mayLackIt)
    {
        var isSecure = module.Target?.Outputs.Exists(output => output.IsSecure && output.Name == name) == true;
        var answer = isSecure ? $"listOutputsWithSecureValues({Reference(module, index)}, {Quote(ResourceEmission.DeploymentsVersion)})" : $"reference({Reference(module, index)})";
        var path = isSecure ? Quote(name) : $"'outputs', {Quote(name)}, 'value'";
        return mayBeAbsent ? ($"tryGet({Guarded(module, index, answer)}, {path})", true)
            : mayLackIt ? ($"tryGet({answer}, {path})", true)
            : isSecure ? ($"{answer}.{name}", false)
            : ($"{answer}.outputs.{name}.value", false);
    }

    // What a condition leaves out cannot be asked for, not even by a function that would bear it.
    private string Guarded(DeclaredSymbol symbol, string? index, string answer)
    {
        UseIndex(symbol, index);
        return Conditions(symbol) is { } condition ? $"if({condition}, {answer}, null())" : answer;
    }

    /// <summary>When a resource or module is made, the conditions of the resources around it included; null for always.</summary>
    public string? Conditions(DeclaredSymbol symbol)
    {
        var conditions = new List<ExpressionSyntax>();
        for (var container = (symbol as ResourceSymbol)?.Container; container is not null; container = container.Container)
        {
            conditions.AddRange(container.Syntax.Value is IfSyntax above ? [above.Condition] : []);
        }

        conditions.Reverse();
        var value = symbol switch { ResourceSymbol resource => resource.Syntax.Value, ModuleSymbol module => module.Syntax.Value, _ => null };
        conditions.AddRange((value is ForSyntax loop ? loop.Body : value) is IfSyntax own ? [own.Condition] : []);
        return conditions.Count == 0 ? null : conditions.Select(Write).Aggregate((all, next) => $"and({all}, {next})");
    }

    /// <summary>The name of a module's deployment when the file gives none.</summary>
    public static string DefaultName(ModuleSymbol module, string? index) => module.IsLoop
        ? $"format('{module.Name}-{{0}}-{{1}}', {index ?? "copyIndex()"}, uniqueString({Quote(module.Name)}, deployment().name))"
        : $"format('{module.Name}-{{0}}', uniqueString({Quote(module.Name)}, deployment().name))";

    private (DeclaredSymbol? Symbol, string? Index) Target(ExpressionSyntax receiver) => receiver switch
    {
        ParenthesizedSyntax inner => Target(inner.Expression),
        NonNullSyntax inner => Target(inner.Operand),
        ArrayAccessSyntax { FromEnd: false } access when model.SymbolOf(access.Receiver) is ResourceSymbol { IsLoop: true } or ModuleSymbol { IsLoop: true } =>
            (model.SymbolOf(access.Receiver) as DeclaredSymbol, Write(access.Index)),
        VariableSyntax or ResourceAccessSyntax when model.SymbolOf(receiver) is ResourceSymbol { IsLoop: false } or ModuleSymbol { IsLoop: false } => (model.SymbolOf(receiver) as DeclaredSymbol, null),
        _ => (null, null),
    };

    private string Member(ResourceSymbol resource, string? index, string name)
    {
        if (Extensions.Has(resource))
        {
            return $"{Whole(resource, index)}.{name}";
        }

        switch (name)
        {
            case "id":
                return Id(resource, index);
            case "name":
                UseIndex(resource, index);
                return resource.Syntax.Body?.Find("name") is { } property ? Write(property.Value) : Quote(resource.Name);
            case "type":
                return Quote(resource.Type);
            case "apiVersion":
                return Quote(resource.ApiVersion);
            case "properties":
                return $"reference({Reference(resource, index)})";
            default:
                return $"{Whole(resource, index)}.{name}";
        }
    }
}
