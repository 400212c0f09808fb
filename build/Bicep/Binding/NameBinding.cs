using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding;

/// <summary>Gives every name in a file its symbol, and says which have none.</summary>
internal sealed partial class NameBinding(FileModel model) : SyntaxWalker
{
    private static readonly string[] BuiltInTypes = ["string", "int", "bool", "object", "array", "any", "resourceInput", "resourceOutput", "resourceDerived", "null", "true", "false"];
    private readonly List<Dictionary<string, Symbol>> _scopes = [];
    private Symbol? _owner;

    public void Run()
    {
        foreach (var statement in model.Syntax.Statements)
        {
            _owner = statement is DeclarationSyntax declaration
                ? model.SymbolOf(declaration) ?? model.Names.GetValueOrDefault(declaration.Name.Text)
                : null;
            _owner = statement is OutputSyntax or MetadataSyntax or AssertSyntax ? null : _owner;
            Visit(statement);
        }

        CheckAssignments();
    }

    public override void Visit(SyntaxNode node)
    {
        switch (node)
        {
            case DecoratorSyntax decorator:
                VisitDecorator(decorator);
                return;
            case ImportSyntax or UsingSyntax or ExtendsSyntax:
                return;
            case ExtensionSyntax extension:
                VisitConfiguration(extension);
                return;
            case ResourceSyntax resource:
                VisitResource(resource);
                return;
            case ForSyntax loop:
                VisitLoop(loop);
                return;
            case LambdaSyntax lambda:
                VisitLambda(lambda);
                return;
            case VariableSyntax variable:
                Resolve(variable, variable.Name);
                return;
            case TypeNameSyntax type:
                ResolveType(type);
                return;
            case FunctionCallSyntax call:
                ResolveCall(call);
                break;
            case MethodCallSyntax call:
                Visit(call.Receiver);
                Visit(call.ArgumentList);
                ResolveMethod(call);
                return;
            case ResourceAccessSyntax access:
                Visit(access.Receiver);
                ResolveNested(access);
                return;
            case ObjectSyntax value:
                CheckDuplicates(value);
                break;
            case TypeAccessSyntax access:
                Visit(access.Receiver);
                return;
        }

        base.Visit(node);
    }

    private void VisitConfiguration(ExtensionSyntax extension)
    {
        if (extension.Configuration is { } configuration)
        {
            Visit(configuration);
        }
    }

    private void VisitDecorator(DecoratorSyntax decorator)
    {
        DecoratorCheck.CheckName(model, decorator);
        if (decorator.Expression is not (FunctionCallSyntax or MethodCallSyntax))
        {
            return;
        }

        var owner = _owner;
        _owner = null;
        foreach (var argument in decorator.Arguments)
        {
            Visit(argument);
        }

        _owner = owner;
    }

    private void VisitResource(ResourceSyntax resource)
    {
        var owner = _owner;
        _owner = model.SymbolOf(resource) ?? owner;
        var names = new Dictionary<string, Symbol>(StringComparer.Ordinal);
        foreach (var nested in resource.Body?.Resources ?? [])
        {
            if (model.SymbolOf(nested) is { } symbol)
            {
                names[nested.Name.Text] = symbol;
            }
        }

        if (_owner is ResourceSymbol { Container: { } container } child)
        {
            Depend(container, child.At);
        }

        _scopes.Add(names);
        base.Visit(resource);
        _scopes.RemoveAt(_scopes.Count - 1);
        _owner = owner;
    }

    private void VisitLoop(ForSyntax loop)
    {
        Visit(loop.Items);
        Within([loop.Item, loop.Index], loop.Body);
    }

    private void VisitLambda(LambdaSyntax lambda)
    {
        base.Visit(lambda.Signature);
        Within(lambda.Variables, lambda.Body);
    }

    private void Within(IEnumerable<LocalVariableSyntax?> variables, ExpressionSyntax body)
    {
        var names = new Dictionary<string, Symbol>(StringComparer.Ordinal);
        foreach (var variable in variables.OfType<LocalVariableSyntax>())
        {
            var symbol = new LocalSymbol(variable);
            names[symbol.Name] = symbol;
            model.Bind(variable, symbol);
        }

        _scopes.Add(names);
        Visit(body);
        _scopes.RemoveAt(_scopes.Count - 1);
    }

    private Symbol? Find(string name)
    {
        for (var i = _scopes.Count - 1; i >= 0; i--)
        {
            if (_scopes[i].TryGetValue(name, out var local))
            {
                return local;
            }
        }

        return model.Names.GetValueOrDefault(name);
    }

    private void Resolve(SyntaxNode node, Token name)
    {
        if (name.IsMissing)
        {
            return;
        }

        var symbol = Find(name.Text);
        if (symbol is null && name.Text is "az" or "sys")
        {
            symbol = new NamespaceSymbol(name.Text, default);
        }

        if (symbol is null && name.Text == "base" && model.File.IsParameters)
        {
            if (model.Extends is null && !model.Syntax.Statements.OfType<ExtendsSyntax>().Any())
            {
                model.Error("BCP431", "The identifier 'base' is only available in parameter files that declare an 'extends' clause.", name.Span);
            }

            symbol = model.Extends is { } parent ? new BaseSymbol(parent) : new NamespaceSymbol(name.Text, default);
        }

        if (symbol is FunctionSymbol or ImportSymbol { Target: FunctionSymbol } || (symbol is null && (StandardLibrary.Find(name.Text) is not null || name.Text == "nameof")))
        {
            model.Error("BCP063", $"The name \"{name.Text}\" is not a parameter, variable, resource or module.", name.Span);
            return;
        }

        if (symbol is null)
        {
            Unknown(name, _scopes.SelectMany(scope => scope.Keys).Concat(model.Names.Keys));
            return;
        }

        if (symbol is TypeSymbol or ImportSymbol { Target: TypeSymbol })
        {
            model.Used.Add(symbol);
            model.Error("BCP288", $"'{name.Text}' refers to a type but is being used as a value here.", name.Span);
            return;
        }

        if (_owner is FunctionSymbol && symbol is (ParameterSymbol or ResourceSymbol or ModuleSymbol or VariableSymbol))
        {
            model.Error("BCP057", $"The name \"{name.Text}\" does not exist in the context of a function: it knows its own parameters and other functions only.", name.Span);
        }

        if (_owner is ParameterSymbol && symbol is (VariableSymbol or ResourceSymbol or ModuleSymbol))
        {
            model.Error("BCP072", "This symbol cannot be referenced here. Only other parameters can be referenced in parameter default values.", name.Span);
        }

        Refer(node, symbol, name.Span);
    }

    private void Refer(SyntaxNode node, Symbol symbol, TextSpan at)
    {
        model.Bind(node, symbol);
        if (symbol != _owner || symbol is FunctionSymbol or TypeSymbol)
        {
            model.Used.Add(symbol);
        }

        Depend(symbol, at);
    }

    private void Depend(Symbol symbol, TextSpan at)
    {
        if (_owner is null || symbol is LocalSymbol or NamespaceSymbol or BaseSymbol)
        {
            return;
        }

        if (!model.Dependencies.TryGetValue(_owner, out var dependencies))
        {
            model.Dependencies.Add(_owner, dependencies = []);
        }

        dependencies.Add((symbol, at));
    }

    private void ResolveType(TypeNameSyntax type)
    {
        var name = type.Name;
        if (name.IsMissing)
        {
            return;
        }

        if (model.Names.GetValueOrDefault(name.Text) is ParameterSymbol or VariableSymbol or ResourceSymbol or ModuleSymbol or ImportSymbol { Target: VariableSymbol } && !BuiltInTypes.Contains(name.Text))
        {
            model.Used.Add(model.Names[name.Text]);
            model.Error("BCP287", $"'{name.Text}' refers to a value but is being used as a type here.", name.Span);
        }
        else if (model.Names.GetValueOrDefault(name.Text) is (TypeSymbol or ImportSymbol or WildcardSymbol) and var symbol)
        {
            Refer(type, symbol, name.Span);
        }
        else if (!BuiltInTypes.Contains(name.Text) && name.Text is not ("sys" or "az") && !(name.Text == "resource" && type.Parent is ParameterizedTypeSyntax))
        {
            Unknown(name, BuiltInTypes.Concat(model.Types.Select(declared => declared.Name)), "BCP302", $"The name \"{name.Text}\" is not a valid type. Please specify one of the following types: \"any\", \"array\", \"bool\", \"int\", \"object\", \"resourceInput\", \"resourceOutput\", \"string\".");
        }
    }

    private void ResolveNested(ResourceAccessSyntax access)
    {
        var parent = access.Receiver switch
        {
            ArrayAccessSyntax array => model.SymbolOf(array.Receiver),
            var receiver => model.SymbolOf(receiver),
        };
        if (parent is not ResourceSymbol resource)
        {
            if (parent is ParameterSymbol or VariableSymbol or ModuleSymbol && !access.Name.IsMissing)
            {
                model.Error("BCP158", $"Cannot access nested resources of type \"{(parent is ModuleSymbol ? "module" : "any")}\". A resource type is required.", access.Name.Span);
            }

            return;
        }

        var nested = resource.Syntax.Body?.Resources.FirstOrDefault(candidate => candidate.Name.Text == access.Name.Text);
        if (nested is not null && model.SymbolOf(nested) is { } symbol)
        {
            Refer(access, symbol, access.Name.Span);
        }
        else
        {
            var known = resource.Syntax.Body?.Resources.Select(inner => $"\"{inner.Name.Text}\"").Order(StringComparer.Ordinal).ToList() ?? [];
            model.Error("BCP159", $"The resource \"{resource.Name}\" does not contain a nested resource named \"{access.Name.Text}\".{(known.Count == 0 ? "" : $" Known nested resources are: {string.Join(", ", known)}.")}", access.Name.Span);
        }
    }

    private void CheckDuplicates(ObjectSyntax value)
    {
        foreach (var group in value.Properties.Where(property => property.KeyText is not null).GroupBy(property => property.KeyText!, StringComparer.OrdinalIgnoreCase))
        {
            if (group.Skip(1).Any())
            {
                foreach (var property in group)
                {
                    model.Error("BCP025", $"The property \"{property.KeyText}\" is declared multiple times in this object. Remove or rename the duplicate properties.", property.Key.Span);
                }
            }
        }
    }

    private void CheckAssignments()
    {
        if (model.Using is not { } template)
        {
            return;
        }

        foreach (var assignment in model.Assignments)
        {
            if (template.Parameters.TrueForAll(parameter => parameter.Name != assignment.Name))
            {
                var meant = Spelling.Suggest(assignment.Name, template.Parameters.Select(parameter => parameter.Name));
                model.Error("BCP259", $"The parameter \"{assignment.Name}\" is assigned in the params file without being declared in the Bicep file.{(meant is null ? "" : $" Did you mean \"{meant}\"?")}", assignment.Syntax.Span);
            }
        }
    }

    private void Unknown(Token name, IEnumerable<string> candidates, string code = "BCP057", string? message = null)
    {
        var meant = Spelling.Suggest(name.Text, candidates);
        model.Error(
            meant is null || code != "BCP057" ? code : "BCP082",
            (message ?? $"The name \"{name.Text}\" does not exist in the current context.") + (meant is null ? "" : $" Did you mean \"{meant}\"?"),
            name.Span);
    }
}
