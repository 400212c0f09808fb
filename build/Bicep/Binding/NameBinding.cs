using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding;

/// <summary>Gives every name in a file its symbol, and says which have none.</summary>
internal sealed class NameBinding(FileModel model) : SyntaxWalker
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
            case ImportSyntax or UsingSyntax or ExtendsSyntax or ExtensionSyntax:
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
                model.Error("BCP259", $"The parameter \"{assignment.Name}\" is assigned in the params file without being declared in the Bicep file.{(meant is null ? "" : $" Did you mean \"{meant}\"?")}", assignment.At);
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
