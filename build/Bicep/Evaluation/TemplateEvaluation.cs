using Frostline.Bicep.Binding;
using Frostline.Bicep.Syntax;
using Frostline.Bicep.Types;

namespace Frostline.Bicep.Evaluation;

/// <summary>Goes through a file and its modules and makes their resources.</summary>
internal sealed class TemplateEvaluation(EvaluationSession session)
{
    private const int MaximumDepth = 40;
    private const int MaximumResources = 20_000;
    private const int MaximumModules = 2000;
    private static readonly string[] Identity = ["name", "parent", "scope", "dependsOn"];
    private readonly ResourceCheck _check = new(session);
    private int _modules;

    public void Run(FileInstance file)
    {
        CheckParameters(file);
        CheckFunctions(file);
        foreach (var variable in file.Model.Variables)
        {
            var value = file.ValueOf(variable);
            if (session.IsAbstract && variable.Syntax.Type is { } type)
            {
                new TypeChecker(session.Report).Check(value, DeclaredTypes.Of(file.Model, type, variable.Decorators).Node, file.Model.SpotOf(variable.Syntax.Value.Span));
            }
        }

        foreach (var symbol in file.Model.Resources)
        {
            if (session.IsAbstract)
            {
                _check.CheckType(symbol);
            }

            foreach (var instance in file.Resources(symbol).Where(IsMade))
            {
                Add(file, instance);
            }
        }

        foreach (var symbol in file.Model.Modules)
        {
            foreach (var instance in file.Modules(symbol).Where(instance => instance.Condition is not BooleanValue { Value: false }))
            {
                Run(file, instance);
            }
        }

        foreach (var output in file.Model.Outputs)
        {
            new TypeChecker(session.Report).Check(file.ValueOf(output), DeclaredTypes.Of(output).Node, file.Model.SpotOf(output.Syntax.Value.Span));
        }
    }

    private void CheckParameters(FileInstance file)
    {
        foreach (var parameter in file.Model.Parameters)
        {
            // Arguments are checked where they are given; here are the defaults.
            if (parameter.Syntax.Default is { } standard && session.IsAbstract && !file.Model.Cyclic.Contains(parameter))
            {
                new TypeChecker(session.Report).Check(file.Evaluate(standard, null), DeclaredTypes.Of(parameter).Node, file.Model.SpotOf(standard.Span));
            }
        }
    }

    private void CheckFunctions(FileInstance file)
    {
        foreach (var function in file.Model.Functions.Where(function => session.IsAbstract && !file.Model.Cyclic.Contains(function)))
        {
            if (function.Syntax.Lambda is { } lambda)
            {
                new TypeChecker(session.Report).Check(file.Evaluate(lambda.Body, Any(file, lambda)), ReturnType(file, lambda), file.Model.SpotOf(lambda.Body.Span));
            }
        }
    }

    private static TypeNode ReturnType(FileInstance file, LambdaSyntax lambda) =>
        lambda.ReturnType is { } type ? DeclaredTypes.Of(file.Model, type, []).Node : new AnyNode();

    private static Locals? Any(FileInstance file, LambdaSyntax lambda)
    {
        Locals? locals = null;
        foreach (var variable in lambda.Variables)
        {
            if (file.Model.SymbolOf(variable) is LocalSymbol symbol)
            {
                var shape = variable.Type is { } type ? DeclaredTypes.Of(file.Model, type, []).Node : new AnyNode();
                locals = new Locals(symbol, new SymbolicValue(symbol.Name) { Kind = Shapes.Kind(shape), Shape = shape }, locals);
            }
        }

        return locals;
    }

    private static bool IsMade(ResourceInstance instance)
    {
        for (var current = instance; current is not null; current = current.Symbol.Container is null ? null : current.Parent())
        {
            if (current.Condition is BooleanValue { Value: false })
            {
                return false;
            }
        }

        return true;
    }

    private void Add(FileInstance file, ResourceInstance instance)
    {
        session.Step();
        if (session.Resources.Count >= MaximumResources)
        {
            throw new EvaluationLimitException($"The template makes more than {MaximumResources} resources.");
        }

        var symbol = instance.Symbol;
        var at = file.Model.SpotOf((symbol.Syntax.Keyword ?? symbol.Syntax.Name).Span);
        var whole = instance.Body is { } syntax ? Whole(file, instance, syntax) : ObjectValue.Empty;
        if (instance.Body is { } written && !Extensions.Has(symbol) && whole["name"] is null && whole["..."] is null && !ResourceCheck.IsUntyped(symbol) && !written.IsIncomplete)
        {
            session.Report(DiagnosticSeverity.Error, "BCP035", "The specified \"resource\" declaration is missing the following required properties: \"name\".", file.Model, symbol.At);
        }

        if (session.IsAbstract && !Extensions.Has(symbol) && instance.Body is { } own)
        {
            CheckIdentity(file, instance, own);
        }

        var body = new ObjectValue(whole.Members.Where(member => !Identity.Contains(member.Name)));
        _check.CheckBody(instance, body, file.Model.SpotOf(symbol.At));
        session.Resources.Add(new EvaluatedResource
        {
            Symbol = instance.Label,
            Type = symbol.Type,
            ApiVersion = symbol.ApiVersion,
            Name = string.Join('/', instance.Names),
            Scope = instance.Scope,
            Id = instance.Id,
            Body = body,
            At = at,
            Module = file.ModulePath,
            Existing = symbol.Syntax.IsExisting,
            Condition = instance.Condition as SymbolicValue ?? (instance.Condition is ReferenceValue reference ? new SymbolicValue(reference.Text) : null),
            DependsOn = DependsOn(file, symbol),
        });
    }

    private void CheckIdentity(FileInstance file, ResourceInstance instance, ObjectSyntax body)
    {
        foreach (var property in body.Properties.Where(property => property.KeyText is "id" or "type" or "apiVersion"))
        {
            session.Report(DiagnosticSeverity.Error, "BCP073", $"The property \"{property.KeyText}\" is read-only. Expressions cannot be assigned to read-only properties.", file.Model, property.Key.Span);
        }

        CheckWaits(file, body, instance.Locals);
    }

    private void CheckWaits(FileInstance file, ObjectSyntax body, Locals? locals)
    {
        if (body.Find("dependsOn")?.Value is not ArraySyntax list)
        {
            return;
        }

        foreach (var item in list.Items.OfType<ExpressionSyntax>())
        {
            var value = file.Evaluate(item, locals);
            var kind = value.TypeName;
            if (kind is "string" or "int" or "bool" or "object" or "null")
            {
                session.Report(DiagnosticSeverity.Error, "BCP034", $"The enclosing array expected an item of type \"module[] | (resource | module) | resource[]\", but the provided item was of type \"{ValueTypes.Of(value)}\".", file.Model, item.Span);
            }
        }
    }

    private static ObjectValue Whole(FileInstance file, ResourceInstance instance, ObjectSyntax body) =>
        file.Evaluate(body, instance.Locals) is ObjectValue value ? value : ObjectValue.Empty;

    private static List<string> DependsOn(FileInstance file, Symbol symbol)
    {
        var ids = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var target in DeploymentDependencies.Of(file.Model, symbol))
        {
            ids.UnionWith(target switch
            {
                ResourceSymbol { Syntax.IsExisting: false } resource => file.Resources(resource).Where(IsMade).Select(instance => instance.Id),
                ModuleSymbol module => file.Modules(module).Where(instance => instance.Condition is not BooleanValue { Value: false }).Select(instance => instance.Id),
                _ => [],
            });
        }

        return [.. ids];
    }

    private void Run(FileInstance file, ModuleInstance instance)
    {
        if (instance.Body is { } body)
        {
            CheckModule(file, instance, body);
        }

        // Without values every file is looked at by itself.
        if (session.IsAbstract || instance.Template is not { } template)
        {
            return;
        }

        if (++_modules > MaximumModules)
        {
            throw new EvaluationLimitException($"The template uses modules more than {MaximumModules} times.");
        }

        if (template.Depth > MaximumDepth)
        {
            session.Report(DiagnosticSeverity.Error, "module-depth", $"Modules are nested more than {MaximumDepth} deep.", file.Model, instance.Symbol.At);
            return;
        }

        Run(template);
    }

    private void CheckModule(FileInstance file, ModuleInstance instance, ObjectSyntax body)
    {
        var checker = new TypeChecker(session.Report);
        foreach (var property in body.Properties.Where(property => property.KeyText is not ("name" or "params" or "scope" or "dependsOn" or "identity" or "extensionConfigs")))
        {
            var meant = Spelling.Suggest(property.KeyText ?? "", ["name", "params", "scope", "dependsOn"]);
            session.Report(DiagnosticSeverity.Error, meant is null ? "BCP037" : "BCP089", $"The property \"{property.KeyText}\" is not allowed on objects of type \"module\".{(meant is null ? " Permissible properties include \"dependsOn\", \"name\", \"params\", \"scope\"." : $" Did you mean \"{meant}\"?")}", file.Model, property.Key.Span);
        }

        if (instance.Symbol.Target is { } target)
        {
            var parameters = body.Find("params");
            var isNeeded = parameters is null && target.Parameters.Exists(parameter => parameter.IsRequired);
            string[] missing = [.. isNeeded ? ["params"] : Array.Empty<string>(), .. target.Scope != file.Model.Scope && body.Find("scope") is null ? ["scope"] : Array.Empty<string>()];
            if (missing.Length > 0)
            {
                session.Report(DiagnosticSeverity.Error, "BCP035", $"The specified \"module\" declaration is missing the following required properties: \"{string.Join("\", \"", missing)}\".", file.Model, instance.Symbol.At);
            }

            if (isNeeded)
            {
                return;
            }

            var given = parameters is null ? ObjectValue.Empty : file.Evaluate(parameters.Value, instance.Locals);
            checker.Check(given, DeclaredTypes.Parameters(target), file.Model.SpotOf(parameters?.Span ?? instance.Symbol.At), parameters is null ? null : "params");
        }

        CheckWaits(file, body, instance.Locals);
        if (body.Find("name") is { } name)
        {
            checker.Check(file.Evaluate(name.Value, instance.Locals), new StringNode(1, 64, null, false), file.Model.SpotOf(name.Span), "name");
        }
    }
}
