using Bicep.Tests.Evaluation;

namespace Bicep.Tests.Binding;

public sealed class BindingTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("output o string = locaton\nparam location string", "1,19 BCP082 The name \"locaton\" does not exist in the current context. Did you mean \"location\"?")]
    [InlineData("output o string = toLowr('A')", "1,19 BCP082 The name \"toLowr\" does not exist in the current context. Did you mean \"toLower\"?")]
    [InlineData("output o string = xyz()", "1,19 BCP057 The name \"xyz\" does not exist in the current context.")]
    [InlineData("param a string\nparam a int\noutput o string = a", "1,7 BCP028 Identifier \"a\" is declared multiple times. Remove or rename the duplicates.")]
    [InlineData("var a = b\nvar b = c\nvar c = a", "1,9 BCP080 The expression is involved in a cycle (\"b\" -> \"c\" -> \"a\").")]
    [InlineData("var a = a", "1,9 BCP079 This expression is referencing its own declaration, which is not allowed.")]
    [InlineData("module m 'gone.bicep' = { name: 'm' }", "1,10 BCP091 An error occurred reading file. Could not find file 'gone.bicep'.")]
    [InlineData("module m 'main.bicep' = { name: 'm' }", "1,10 BCP094 This module references itself, which is not allowed.")]
    [InlineData("output o object = { a: 1, a: 2 }", "1,21 BCP025 The property \"a\" is declared multiple times in this object. Remove or rename the duplicate properties.")]
    [InlineData("output o string = padLeft('a')", "1,26 BCP071 Expected 2 to 3 arguments, but got 1.")]
    [InlineData("@secured()\nparam a string\noutput o string = a", "1,2 BCP082 The name \"secured\" does not exist in the current context. Did you mean \"secure\"?")]
    [InlineData("param a strin\noutput o string = a", "1,9 BCP302 The name \"strin\" is not a valid type. Please specify one of the following types: \"any\", \"array\", \"bool\", \"int\", \"object\", \"resourceInput\", \"resourceOutput\", \"string\". Did you mean \"string\"?")]
    [InlineData("var a = 'x'\nfunc f() string => a\noutput o string = f()", "2,20 BCP057 The name \"a\" does not exist in the context of a function: it knows its own parameters and other functions only.")]
    [InlineData("resource s 'A.B/c@2020-01-01' existing = { name: 's' }\nresource t 'A.B/c@2020-01-01' = { name: s.properties.x }", "2,41 BCP120 This expression is being used in an assignment to the \"name\" property of the \"A.B/c@2020-01-01\" type, which requires a value that can be calculated at the start of the deployment. Properties of s which can be calculated at the start include \"apiVersion\", \"id\", \"name\", \"type\".")]
    [InlineData("resource s 'A.B/c@2020-01-01' existing = { name: 's' }\nvar v = s.properties.x\nresource t 'A.B/c@2020-01-01' = if (v) { name: 't' }", "3,37 BCP177 This expression is being used in the if-condition expression, which requires a value that can be calculated at the start of the deployment. You are referencing a variable which cannot be calculated at the start (\"v\" -> \"s\"). Properties of s which can be calculated at the start include \"apiVersion\", \"id\", \"name\", \"type\".")]
    [InlineData("resource s 'A.B/c@2020-01-01' existing = { name: 's' }\nresource t 'A.B/c@2020-01-01' = [for x in s.properties.x: { name: x }]", "2,43 BCP178 This expression is being used in the for-expression, which requires a value that can be calculated at the start of the deployment. Properties of s which can be calculated at the start include \"apiVersion\", \"id\", \"name\", \"type\".")]
    [InlineData("resource s 'A.B/c@2020-01-01' existing = { name: 's' }\nvar v = [for x in [1]: s.properties.x]", "2,24 BCP182 This expression is being used in the for-body of the variable \"v\", which requires values that can be calculated at the start of the deployment. Properties of s which can be calculated at the start include \"apiVersion\", \"id\", \"name\", \"type\".")]
    [InlineData("output o any = toLower", "1,16 BCP063 The name \"toLower\" is not a parameter, variable, resource or module.")]
    [InlineData("var v = 1\noutput o any = v()", "2,16 BCP059 The name \"v\" is not a function.")]
    [InlineData("var items = 1\noutput o any = items({})", "2,16 BCP265 The name \"items\" is not a function. Did you mean \"sys.items\"?")]
    [InlineData("output o any = sys.resourceGroup()", "1,20 BCP107 The function \"resourceGroup\" does not exist in namespace \"sys\".")]
    [InlineData("output o any = sys.toLowr('A')", "1,20 BCP108 The function \"toLowr\" does not exist in namespace \"sys\". Did you mean \"toLower\"?")]
    [InlineData("output o any = az.zone", "1,19 BCP052 The type \"az\" does not contain property \"zone\".")]
    [InlineData("output o any = sys.add(1, 2)", "1,20 BCP069 The \"add\" function is not supported. Use the \"+\" operator instead.")]
    [InlineData("output o any = parameters('x')", "1,16 BCP061 The \"parameters\" function is not supported. Directly reference parameters by their symbolic names.")]
    [InlineData("output o string = utcNow()", "1,19 BCP065 Function \"utcNow\" is not valid at this location. It can only be used as a parameter default value.")]
    [InlineData("output o string = nameof(1 + 1)", "1,26 BCP408 The \"nameof\" function can only be used with an expression which has a name.")]
    [InlineData("var v = 1\nparam p int = v", "2,15 BCP072 This symbol cannot be referenced here. Only other parameters can be referenced in parameter default values.")]
    [InlineData("resource s 'A.B/c@2020-01-01' existing = { name: 's' }\nresource t 'A.B/c@2020-01-01' = { name: 't', tags: { a: s['tags'] } }", "2,57 BCP120 This expression is being used in an assignment to the \"tags\" property of the \"A.B/c@2020-01-01\" type, which requires a value that can be calculated at the start of the deployment. Properties of s which can be calculated at the start include \"apiVersion\", \"id\", \"name\", \"type\".")]
    [InlineData("resource s 'A.B/c@2020-01-01' existing = { name: 's' }\nvar v = s.location\nvar w = v\nresource t 'A.B/c@2020-01-01' = { name: 't', location: w }", "4,56 BCP120 This expression is being used in an assignment to the \"location\" property of the \"A.B/c@2020-01-01\" type, which requires a value that can be calculated at the start of the deployment. You are referencing a variable which cannot be calculated at the start (\"w\" -> \"v\" -> \"s\"). Properties of s which can be calculated at the start include \"apiVersion\", \"id\", \"name\", \"type\".")]
    [InlineData("resource s 'A.B/c@2020-01-01' existing = { name: 's' }\nvar v = s.properties\nvar w = [for x in [1]: v]", "3,24 BCP182 This expression is being used in the for-body of the variable \"w\", which requires values that can be calculated at the start of the deployment. You are referencing a variable which cannot be calculated at the start (\"v\" -> \"s\"). The property \"properties\" of s cannot be calculated at the start. Properties of s which can be calculated at the start include \"apiVersion\", \"id\", \"name\", \"type\".")]
    [InlineData("resource s 'A.B/c@2020-01-01' existing = { name: 's' }\noutput o array = [for x in s.properties.y: x]", "2,28 BCP178 This expression is being used in the for-expression, which requires a value that can be calculated at the start of the deployment. Properties of s which can be calculated at the start include \"apiVersion\", \"id\", \"name\", \"type\".")]
    [InlineData("resource s 'A.B/c@2020-01-01' existing = { name: 's' }\noutput o object = listKeys(s.properties.y, '2020-01-01')", "2,28 BCP181 This expression is being used in an argument of the function \"listKeys\", which requires a value that can be calculated at the start of the deployment. Properties of s which can be calculated at the start include \"apiVersion\", \"id\", \"name\", \"type\".")]
    [InlineData("resource s 'A.B/c@2020-01-01' existing = { name: 's' }\nresource t 'A.B/c@2020-01-01' existing = { name: s.properties.x }\nresource u 'A.B/c/d@2020-01-01' = { parent: t, name: 'u' }", "3,45 BCP120 This expression is being used in an assignment to the \"parent\" property of the \"A.B/c/d@2020-01-01\" type, which requires a value that can be calculated at the start of the deployment. Properties of t which can be calculated at the start include \"apiVersion\", \"id\", \"type\".")]
    [InlineData("func f() string => reference('x').y", "1,20 BCP341 This expression is being used inside a function declaration, which requires a value that can be calculated at the start of the deployment.")]
    [InlineData("var a = b\nvar b = a", "2,9 BCP080 The expression is involved in a cycle (\"a\" -> \"b\").")]
    [InlineData("type t = string\noutput o string = t", "2,19 BCP288 't' refers to a type but is being used as a value here.")]
    [InlineData("var v = 'x'\noutput o v = 'x'", "2,10 BCP287 'v' refers to a value but is being used as a type here.")]
    [InlineData("var v = 'x'\noutput o string = v::y.id", "2,22 BCP158 Cannot access nested resources of type \"any\". A resource type is required.")]
    [InlineData("output o object = providers('A.B')", "1,19 BCP241 The \"providers\" function is deprecated and will be removed in a future release of Bicep. Please add a comment to https://github.com/Azure/bicep/issues/2017 if you believe this will impact your workflow.")]
    [InlineData("resource r 'A.B/c@2020-01-01' = {\n  name: 'r'\n  resource s 'd' = { name: 's' }\n}\noutput o string = r::t.id", "5,22 BCP159 The resource \"r\" does not contain a nested resource named \"t\". Known nested resources are: \"s\".")]
    [InlineData("output o string = 'a' + 'b'", "1,19 BCP045 Cannot apply operator \"+\" to operands of type \"'a'\" and \"'b'\". Use string interpolation instead.")]
    [InlineData("output o string = toLower(1)", "1,27 BCP070 Argument of type \"1\" is not assignable to parameter of type \"string\".")]
    [InlineData("output o int = [1, 2][5]", "1,23 BCP311 The provided index value of \"5\" is not valid for type \"[1, 2]\". Indexes for this type must be between 0 and 1.")]
    [InlineData("output o array = [...{ a: 1 }]", "1,19 BCP402 The spread operator \"...\" can only be used in this context for an expression assignable to type \"array\".")]
    [InlineData("output o int = 1 ? 2 : 3", "1,16 BCP046 Expected a value of type \"bool\".")]
    [InlineData("output o string = { a: 'x' }[^1]", "1,31 BCP414 The \"^\" indexing operator cannot be used on base expressions of type \"object\".")]
    [InlineData("output o string = null.x", "1,24 BCP055 Cannot access properties of type \"null\". An \"object\" type is required.")]
    [InlineData("param p string? = 'x'", "1,19 BCP326 Nullable-typed parameters may not be assigned default values. They have an implicit default of 'null' that cannot be overridden.")]
    [InlineData("type t = { *: int, *: string }", "1,20 BCP315 An object type may have at most one additional properties declaration.")]
    [InlineData("func f() int => f()", "1,17 BCP079 This expression is referencing its own declaration, which is not allowed.")]
    [InlineData("func f(a string) string => a\noutput o string = f('a', 'b')", "2,20 BCP071 Expected 1 argument, but got 2.")]
    [InlineData("func f() string => 'a${reference('x').y}'", "1,24 BCP341 This expression is being used inside a function declaration, which requires a value that can be calculated at the start of the deployment.")]
    [InlineData("output o array = concat()", "1,24 BCP071 Expected at least 1 argument, but got 0.")]
    [InlineData("output o string = []", "1,19 BCP033 Expected a value of type \"string\" but the provided value is of type \"<empty array>\".")]
    [InlineData("targetScope = 'galaxy'", "1,15 BCP033 Expected a value of type \"'managementGroup' | 'resourceGroup' | 'subscription' | 'tenant'\" but the provided value is of type \"'galaxy'\".")]
    public void Compile_WithWrongName_SaysWhereAndWhat(string text, string expected) => _workspace.Problems(text).ShouldContain(expected);

    [Fact]
    public void Compile_WithModulesInACircle_NamesThePath()
    {
        _workspace.With("a.bicep", "module b 'b.bicep' = { name: 'b' }").With("b.bicep", "module a 'a.bicep' = { name: 'a' }");

        var compilation = _workspace.Compile("module a 'a.bicep' = { name: 'a' }");

        compilation.Diagnostics.Select(found => found.ToString()).ShouldContain("a.bicep(1,10): error BCP095: The file is involved in a cycle (\"b.bicep\" -> \"a.bicep\").");
        compilation.Evaluate(Workspace.Context).Resources.ShouldBeEmpty();
    }

    [Fact]
    public void Compile_WithParametersFile_ChecksNamesAndMissingOnes()
    {
        var compilation = _workspace.Compile("param first string\nparam second int\noutput o string = '${first}${second}'", "using 'main.bicep'\nparam frist = 'x'\n");

        compilation.Diagnostics.ShouldContain(found => found.Code == "BCP259" && found.Path == "main.bicepparam" && found.Line == 2 && found.Column == 1);
        compilation.Evaluate(Workspace.Context).Diagnostics.Single().Message.ShouldBe("The following parameters are declared in the Bicep file but are missing an assignment in the params file: \"first\", \"second\".");
    }

    [Fact]
    public void Compile_WithLongChainsOfVariables_IsFast()
    {
        var text = string.Concat(Enumerable.Range(1, 20_000).Select(i => $"var v{i} = v{(i + 1) % 20_001}\n"));

        _workspace.Compile($"var v0 = v1\n{text}").Diagnostics.ShouldContain(found => found.Code == "BCP080");
    }
}
