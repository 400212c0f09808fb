using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding.Structure;

/// <summary>What is settled before a deployment begins cannot hold the variables of lambdas, which have no values then.</summary>
internal static class LambdaStructure
{
    public static void Report(FileModel model)
    {
        var variables = Nodes.Within(model.Syntax).OfType<LambdaSyntax>().Where(lambda => lambda.Parent is not FunctionDeclarationSyntax).SelectMany(lambda => lambda.Variables).ToHashSet();
        foreach (var node in variables.Count == 0 ? [] : Nodes.Within(model.Syntax))
        {
            switch (node)
            {
                case ArrayAccessSyntax access when model.SymbolOf(access.Receiver) is ResourceSymbol or ModuleSymbol && Found(model, access.Index, variables) is { } names:
                    model.Error("BCP247", $"Using lambda variables inside resource or module array access is not currently supported. Found the following lambda variable(s) being accessed: {names}.", access.Index.Span);
                    break;
                case FunctionCallSyntax call when model.SymbolOf(call) is null && (call.Name.Text == "reference" || StandardLibrary.IsListFunction(call.Name.Text)) && Found(model, call.ArgumentList, variables) is { } names:
                    model.Error("BCP248", $"Using lambda variables inside the \"{call.Name.Text}\" function is not currently supported. Found the following lambda variable(s) being accessed: {names}.", call.Span);
                    break;
            }
        }
    }

    private static string? Found(FileModel model, SyntaxNode node, HashSet<LocalVariableSyntax> variables)
    {
        var names = Nodes.Within(node).OfType<VariableSyntax>().Select(variable => model.SymbolOf(variable)).OfType<LocalSymbol>()
            .Where(local => variables.Contains(local.Syntax)).Select(local => $"\"{local.Name}\"").Distinct().ToList();
        return names.Count == 0 ? null : string.Join(", ", names);
    }
}
