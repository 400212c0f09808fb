using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding;

/// <summary>Names, conditions and loops are settled before anything is deployed: they cannot need the answer of a service.</summary>
internal static class DeploymentStart
{
    public static void Report(FileModel model)
    {
        var runtime = new RuntimeVariables();
        try
        {
            foreach (var (value, body) in model.Resources.Select(resource => (resource.Syntax.Value, resource.Syntax.Body)).Concat(model.Modules.Select(module => (module.Syntax.Value, module.Syntax.Body))))
            {
                Check(model, runtime, value, body);
            }

            foreach (var function in model.Functions.Where(function => function.Syntax.Lambda is { } lambda && runtime.IsRuntime(model, lambda.Body)))
            {
                model.Error("BCP341", "This expression is being used inside a function declaration, which requires a value that can be calculated at the start of the deployment.", (RuntimeVariables.DirectCall(function.Syntax.Lambda!.Body) ?? function.Syntax.Lambda.Body).Span);
            }

            foreach (var variable in model.Variables)
            {
                if (variable.Syntax.Value is ForSyntax loop && (runtime.IsRuntime(model, loop.Items) || runtime.IsRuntime(model, loop.Body)))
                {
                    model.Error("BCP182", $"This expression is being used in the for-body of the variable \"{variable.Name}\", which requires values that can be calculated at the start of the deployment.", loop.Span);
                }
            }
        }
        catch (EvaluationLimitException error)
        {
            model.Error("limit", error.Message, default);
        }
    }

    private static void Check(FileModel model, RuntimeVariables runtime, ExpressionSyntax value, ObjectSyntax? body)
    {
        if (body?.Find("name") is { } name && runtime.IsRuntime(model, name.Value))
        {
            model.Error("BCP120", "This expression is being used in an assignment to the \"name\" property, which requires a value that can be calculated at the start of the deployment.", name.Value.Span);
        }

        if (value is ForSyntax loop)
        {
            if (runtime.IsRuntime(model, loop.Items))
            {
                model.Error("BCP178", "This expression is being used in the for-expression, which requires a value that can be calculated at the start of the deployment.", loop.Items.Span);
            }

            value = loop.Body;
        }

        if (value is IfSyntax { Condition: var tested } && RuntimeVariables.DirectCall(tested) is { } call)
        {
            model.Error("BCP066", $"Function \"{call.Name.Text}\" is not valid at this location. It can only be used in resource declarations.", call.Name.Span);
        }
        else if (value is IfSyntax condition && runtime.IsRuntime(model, condition.Condition))
        {
            model.Error("BCP177", "This expression is being used in the if-condition expression, which requires a value that can be calculated at the start of the deployment.", condition.Condition.Span);
        }
    }
}
