using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding;

/// <summary>Calls: which function each means, with how many arguments, and where it may stand.</summary>
internal sealed partial class NameBinding
{
    private void ResolveCall(FunctionCallSyntax call)
    {
        if (call.Name.IsMissing)
        {
            return;
        }

        switch (Find(call.Name.Text))
        {
            case (FunctionSymbol or ImportSymbol) and var symbol:
                Refer(call, symbol, call.Name.Span);
                break;
            case ParameterSymbol or VariableSymbol or ResourceSymbol or ModuleSymbol:
                var hidden = StandardLibrary.Find(call.Name.Text);
                model.Error(
                    hidden is null ? "BCP059" : "BCP265",
                    $"The name \"{call.Name.Text}\" is not a function.{(hidden is null ? "" : $" Did you mean \"{(hidden.IsAzure ? "az" : "sys")}.{call.Name.Text}\"?")}",
                    call.Name.Span);
                break;
            default:
                CheckBuiltIn(call.Name, call.ArgumentList, null);
                break;
        }
    }

    private void ResolveMethod(MethodCallSyntax call)
    {
        switch (call.Receiver is VariableSyntax receiver ? model.SymbolOf(receiver) : null)
        {
            case NamespaceSymbol { Name: "az" or "sys" } place:
                CheckBuiltIn(call.Name, call.ArgumentList, place.Name);
                break;
            case WildcardSymbol { Target: { } source }:
                if (source.Names.GetValueOrDefault(call.Name.Text) is FunctionSymbol { IsExported: true } function)
                {
                    source.Used.Add(function);
                    model.Bind(call, function);
                }
                else
                {
                    Unknown(call.Name, source.Functions.Where(candidate => candidate.IsExported).Select(candidate => candidate.Name));
                }

                break;
        }
    }

    private void CheckBuiltIn(Token name, CallArguments arguments, string? place)
    {
        var function = StandardLibrary.Find(name.Text);
        var count = arguments.Items.Count;
        if (name.IsMissing || name.Text is "inlineSecret" or "secureValue")
        {
            return;
        }

        if (name.Text == "nameof")
        {
            CheckNameOf(arguments);
            return;
        }

        if (UnsupportedFunctions.Find(name.Text) is var (code, remedy))
        {
            model.Error(code, $"The \"{name.Text}\" function is not supported. {remedy}", name.Span);
            return;
        }

        if (function is null || (place is not null && function.IsAzure != (place == "az")))
        {
            UnknownFunction(name, place);
            return;
        }

        if (name.Text == "providers")
        {
            model.Warn("BCP241", "The \"providers\" function is deprecated and will be removed in a future release of Bicep. Please add a comment to https://github.com/Azure/bicep/issues/2017 if you believe this will impact your workflow.", name.Span);
        }

        if (function.Kind == FunctionKind.ParameterDefault && _owner is not ParameterSymbol)
        {
            model.Error("BCP065", $"Function \"{name.Text}\" is not valid at this location. It can only be used as a parameter default value.", name.Span);
        }

        if (count < function.Minimum || count > function.Maximum)
        {
            var wanted = function.Minimum == function.Maximum ? $"{function.Minimum} argument{(function.Minimum == 1 ? "" : "s")}"
                : function.Maximum == FunctionInfo.Any ? $"at least {function.Minimum} argument{(function.Minimum == 1 ? "" : "s")}"
                : $"{function.Minimum} to {function.Maximum} arguments";
            model.Error("BCP071", $"Expected {wanted}, but got {count}.", arguments.Span);
        }
    }

    private void UnknownFunction(Token name, string? place)
    {
        if (place is null)
        {
            Unknown(name, StandardLibrary.Names.Where(known => !StandardLibrary.IsListFunction(known)).Concat(model.Functions.Select(declared => declared.Name)));
            return;
        }

        var meant = Spelling.Suggest(name.Text, StandardLibrary.Names.Where(known => StandardLibrary.Find(known)!.IsAzure == (place == "az")));
        model.Error(
            meant is null ? "BCP107" : "BCP108",
            $"The function \"{name.Text}\" does not exist in namespace \"{place}\".{(meant is null ? "" : $" Did you mean \"{meant}\"?")}",
            name.Span);
    }

    private void CheckNameOf(CallArguments given)
    {
        var arguments = given.Items;
        if (arguments.Count != 1)
        {
            model.Error("BCP071", $"Expected 1 argument, but got {arguments.Count}.", given.Span);
        }
        else if (arguments[0] is not (VariableSyntax or PropertyAccessSyntax or ResourceAccessSyntax or ArrayAccessSyntax { Index: StringSyntax { Literal: not null } } or SkippedSyntax))
        {
            model.Error("BCP408", "The \"nameof\" function can only be used with an expression which has a name.", arguments[0].Span);
        }
    }
}
