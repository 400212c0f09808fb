namespace Frostline.Bicep.Syntax;

internal sealed partial class Parser
{
    private const string ExpectedResourceType = "Expected a resource type string. Specify a valid resource type of format \"<type-name>@<apiVersion>\".";
    private const string ExpectedModulePath = "Expected a module path string. This should be a relative path to another bicep file, e.g. 'myModule.bicep' or '../parent/myModule.bicep'";

    private const string ExpectedExtends = "The \"extends\" declaration is missing a bicepparam file path reference.";

    private StatementSyntax Statement()
    {
        var decorators = Decorators();
        if (At(TokenKind.Identifier) && (_isParameters ? ParametersStatement(decorators) : TemplateStatement(decorators)) is { } statement) return statement;
        if (!decorators.IsEmpty) Unexpected("BCP132", "Expected a declaration after the decorator.");
        else if (_isParameters) Unexpected("BCP337", "This declaration type is not valid for a Bicep Parameters file. Supported declarations: \"using\", \"extends\", \"param\", \"var\", \"type\".");
        else Unexpected("BCP007", "This declaration type is not recognized. Specify a metadata, parameter, variable, resource, or output declaration.");
        return RestOfLine(decorators);
    }

    private StatementSyntax? TemplateStatement(DecoratorList decorators) => Current.Characters switch
    {
        "targetScope" => new TargetScopeSyntax(decorators, Read(), Expect(TokenKind.Assignment, "="), Expression()),
        "metadata" => new MetadataSyntax(decorators, Read(), Name("BCP266", "a metadata identifier"), Expect(TokenKind.Assignment, "="), Expression()),
        "param" => Parameter(decorators),
        "resource" => Resource(decorators),
        "module" => Module(decorators),
        "output" => new OutputSyntax(decorators, Read(), Name("BCP016", "an output identifier"), Type(optional: true), Value()),
        "assert" => new AssertSyntax(decorators, Read(), Name("BCP344", "an assert identifier"), Expect(TokenKind.Assignment, "="), Expression()),
        "test" => Test(decorators),
        "func" => new FunctionDeclarationSyntax(decorators, Read(), Name("BCP015", "a variable identifier"), TypedLambda()),
        _ => SharedStatement(decorators),
    };

    private StatementSyntax? ParametersStatement(DecoratorList decorators) => Current.Characters switch
    {
        "using" => new UsingSyntax(decorators, Read(), UsingTarget(), With()),
        "extends" => new ExtendsSyntax(decorators, Read(), Path("BCP404", ExpectedExtends)),
        "param" => new ParameterAssignmentSyntax(decorators, Read(), Name("BCP013", "a parameter identifier"), Expect(TokenKind.Assignment, "="), Expression()),
        "extensionConfig" => new ExtensionConfigurationSyntax(decorators, Read(), Name("BCP202", "an extension alias name"), With()),
        _ => SharedStatement(decorators),
    };

    private StatementSyntax? SharedStatement(DecoratorList decorators) => Current.Characters switch
    {
        "var" => Variable(decorators),
        "type" => new TypeDeclarationSyntax(decorators, Read(), Name("BCP325", "a type identifier"), Expect(TokenKind.Assignment, "="), TypeExpression()),
        "import" => Import(decorators),
        "extension" => Extension(decorators, Read()),
        _ => null,
    };

    private DecoratorList Decorators()
    {
        if (!At(TokenKind.At)) return DecoratorList.None;
        var elements = Rent();
        while (At(TokenKind.At))
        {
            var errors = _diagnostics.Count;
            elements.Add(Decorator());
            if (!At(TokenKind.NewLine) && !AtEnd)
            {
                Leftover(errors, "BCP019", "Expected a new line character at this location.");
                if (!At(TokenKind.At) && !DeclarationWords.Contains(Current.Text)) Skip(elements);
            }

            NewLines(elements);
        }

        return Give(elements, new DecoratorList(elements));
    }

    private DecoratorSyntax Decorator()
    {
        var at = Read();
        if (!At(TokenKind.Identifier))
        {
            Unexpected("BCP123", "Expected a namespace or decorator name at this location.");
            return new DecoratorSyntax(at, MissingExpression());
        }

        var expression = Access(Named(literals: true), literals: true);
        if (expression is not (FunctionCallSyntax or MethodCallSyntax or VariableSyntax or PropertyAccessSyntax { Name.IsMissing: true })) _diagnostics.Error(expression.Span, "BCP141", "The expression cannot be used as a decorator as it is not callable.");
        return new DecoratorSyntax(at, expression);
    }

    private ParameterSyntax Parameter(DecoratorList decorators)
    {
        var keyword = Read();
        var name = Name("BCP013", "a parameter identifier");
        var type = Type();
        if (!At(TokenKind.Assignment) && !At(TokenKind.NewLine) && !AtEnd) Unexpected("BCP008", "Expected the \"=\" token, or a newline at this location.");
        return new ParameterSyntax(decorators, keyword, name, type, At(TokenKind.Assignment) ? Value() : null);
    }

    private DefaultValueSyntax Value() => new(Expect(TokenKind.Assignment, "="), Expression());

    private VariableDeclarationSyntax Variable(DecoratorList decorators)
    {
        var keyword = Read();
        var name = Name("BCP015", "a variable identifier");
        var type = At(TokenKind.Assignment) || At(TokenKind.NewLine) || AtEnd ? null : TypeExpression();
        return new VariableDeclarationSyntax(decorators, keyword, name, type, Value());
    }

    private ResourceSyntax Resource(DecoratorList decorators)
    {
        var keyword = Read();
        var name = Name("BCP017", "a resource identifier");
        var type = Path("BCP068", ExpectedResourceType);
        var existing = AtWord("existing") ? Read() : null;
        return new ResourceSyntax(decorators, keyword, name, type, existing, Body(ResourceMember));
    }

    private ModuleSyntax Module(DecoratorList decorators) =>
        new(decorators, Read(), Name("BCP096", "a module identifier"), Path("BCP097", ExpectedModulePath), Body(ObjectMember));

    private TestSyntax Test(DecoratorList decorators) =>
        new(decorators, Read(), Name("BCP346", "a test identifier"), Path("BCP347", "Expected a test path string at this location."), Body(ObjectMember));

    private ExpressionSyntax Path(string code, string message)
    {
        if (AtString) return String();
        Unexpected(code, message);
        return MissingExpression();
    }

    private BodySyntax Body(Func<Parser, SyntaxNode> member)
    {
        var assignment = Expect(TokenKind.Assignment, "=");
        var newLines = NewLinesBefore(!assignment.IsMissing && PeekPastNewLines().Is("if"));
        ExpressionSyntax value;
        if (AtWord("if")) value = If(member);
        else if (At(TokenKind.LeftBrace)) value = Object(member);
        else if (At(TokenKind.LeftBracket) && PeekIsFor()) value = For(ofResource: true, member);
        else if (At(TokenKind.LeftBracket))
        {
            _diagnostics.Error(Peek(1).Span, "BCP012", "Expected the \"for\" keyword at this location.");
            value = Array();
        }
        else
        {
            Unexpected("BCP118", "Expected the \"{\" character, the \"[\" character, or the \"if\" keyword at this location.");
            value = MissingExpression();
        }

        return new BodySyntax(assignment, newLines, value);
    }

    private ExpressionSyntax TypedLambda()
    {
        var open = Expect(TokenKind.LeftParenthesis, "(");
        if (open.IsMissing) return MissingExpression();
        var elements = Rent(open);
        Arguments(elements, TokenKind.RightParenthesis, static parser => new LocalVariableSyntax(parser.Name("BCP015", "a variable identifier"), parser.Type()));
        return Lambda(new LambdaSignature(elements, Type()));
    }
}
