using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding;

/// <summary>Names, places, conditions and loops are settled before anything is deployed: they cannot need the answer of a service.</summary>
internal sealed class DeploymentStart
{
    private const string Needed = "which requires a value that can be calculated at the start of the deployment.";

    /// <summary>What a resource is made with; a service may change these, so they are written, and not read.</summary>
    private static readonly HashSet<string> Fixed = new(StringComparer.Ordinal)
    {
        "name", "scope", "parent", "location", "kind", "subscriptionId", "resourceGroup", "managedBy", "extendedLocation", "zones", "plan", "sku", "identity", "managedByExtended", "tags", "asserts",
    };

    private readonly FileModel _model;
    private readonly RuntimeVariables _runtime = new();
    private readonly RuntimeUses _uses;

    private DeploymentStart(FileModel model)
    {
        _model = model;
        _uses = new RuntimeUses(model, _runtime);
    }

    public static void Report(FileModel model)
    {
        try
        {
            new DeploymentStart(model).Report();
        }
        catch (EvaluationLimitException error)
        {
            model.Error("limit", error.Message, default);
        }
    }

    private void Report()
    {
        foreach (var resource in _model.Resources.Where(resource => !resource.Syntax.IsExisting))
        {
            Check(resource.Syntax.Value, resource.Syntax.Body, name => Fixed.Contains(name) && !Extensions.Has(resource), $"{resource.Type}{(IsTyped(resource) ? "" : $"@{resource.ApiVersion}")}");
        }

        foreach (var module in _model.Modules)
        {
            Check(module.Syntax.Value, module.Syntax.Body, name => name is "name" or "scope", "module");
        }

        foreach (var function in _model.Functions)
        {
            if (function.Syntax.Lambda is { } lambda)
            {
                Check(_uses.In(lambda.Body), "BCP341", $"being used inside a function declaration, {Needed}");
            }
        }

        foreach (var variable in _model.Variables)
        {
            if (variable.Syntax.Value is ForSyntax loop)
            {
                Check(_uses.In(loop.Body), "BCP182", $"being used in the for-body of the variable \"{variable.Name}\", which requires values that can be calculated at the start of the deployment.");
            }

            new Inner(this).Visit(variable.Syntax.Value);
        }

        foreach (var output in _model.Outputs)
        {
            new Inner(this).Visit(output.Syntax.Value);
        }
    }

    private void Check(ExpressionSyntax value, ObjectSyntax? body, Predicate<string> isFixed, string type)
    {
        foreach (var property in body?.Properties.Where(property => property.KeyText is { } name && isFixed(name)) ?? [])
        {
            Check(_uses.In(property.Value, property.KeyText is "scope" or "parent"), "BCP120", $"being used in an assignment to the \"{property.KeyText}\" property of the \"{type}\" type, {Needed}");
        }

        new Inner(this).Visit(value);
    }

    private void Check(IReadOnlyList<RuntimeUse> uses, string code, string where)
    {
        foreach (var use in uses)
        {
            _model.Error(code, $"This expression is {where}{use.Explain(_model, _runtime, code == "BCP182")}", use.At);
        }
    }

    private bool IsTyped(ResourceSymbol resource) => _model.Catalog.VersionsOf(resource.Type).Count > 0;

    /// <summary>Loops, conditions and what is asked of services, wherever they are.</summary>
    private sealed class Inner(DeploymentStart owner) : SyntaxWalker
    {
        public override void Visit(SyntaxNode node)
        {
            switch (node)
            {
                case ResourceSyntax:
                    return;
                case ForSyntax loop:
                    owner.Check(owner._uses.In(loop.Items), "BCP178", $"being used in the for-expression, {Needed}");
                    break;
                case IfSyntax { Condition: var tested } when RuntimeVariables.DirectCall(tested) is { } call:
                    owner._model.Error("BCP066", $"Function \"{call.Name.Text}\" is not valid at this location. It can only be used in resource declarations.", call.Name.Span);
                    break;
                case IfSyntax condition:
                    owner.Check(owner._uses.In(condition.Condition), "BCP177", $"being used in the if-condition expression, {Needed}");
                    break;
                case FunctionCallSyntax call when owner._model.SymbolOf(call) is null:
                    CheckArguments(call.Name.Text, call.Arguments);
                    break;
                case MethodCallSyntax call when StandardLibrary.IsListFunction(call.Name.Text):
                    CheckArguments(call.Name.Text, call.Arguments);
                    break;
            }

            base.Visit(node);
        }

        private void CheckArguments(string name, IReadOnlyList<ExpressionSyntax> arguments)
        {
            if (name == "reference" || StandardLibrary.IsListFunction(name))
            {
                foreach (var argument in arguments)
                {
                    owner.Check(owner._uses.In(argument), "BCP181", $"being used in an argument of the function \"{name}\", {Needed}");
                }
            }
        }
    }
}
