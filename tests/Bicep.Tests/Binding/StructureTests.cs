using Bicep.Tests.Evaluation;

namespace Bicep.Tests.Binding;

/// <summary>Declarations that are each right by themselves and do not fit together.</summary>
public sealed class StructureTests : IDisposable
{
    private const string Vault = "Test.Vault/vaults@2020-01-01";
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData($"resource v '{Vault}' = {{ name: 'v/w' }}", "1,53 BCP169 Expected resource name to contain 0 \"/\" character(s).")]
    [InlineData("resource s 'Test.Vault/vaults/secrets@2020-01-01' = { name: 's' }", "1,61 BCP169 Expected resource name to contain 1 \"/\" character(s).")]
    [InlineData("param p string\nresource s 'Test.Vault/vaults/secrets@2020-01-01' = { name: '${p}/a/b' }", "2,61 BCP169 Expected resource name to contain 1")]
    [InlineData($"resource v '{Vault}' = {{\n  name: 'v'\n  resource s 'secrets' = {{ name: 'v/s' }}\n}}", "3,34 BCP170 Expected resource name to not contain any \"/\" characters.")]
    [InlineData($"resource v '{Vault}' existing = {{ name: 'v' }}\nresource s 'Test.Other/things/parts@2020-01-01' = {{\n  parent: v\n  name: 's'\n}}", "2,12 BCP171 Resource type \"Test.Other/things/parts\" is not a valid child resource of parent \"Test.Vault/vaults\".")]
    [InlineData($"resource v '{Vault}' existing = {{ name: 'v', location: 'here' }}", "1,67 BCP173 The property \"location\" cannot be used in an existing resource declaration.")]
    [InlineData($"resource v '{Vault}' = {{\n  name: 'v'\n  resource s 'secrets/versions' = {{ name: 's' }}\n}}", "3,14 BCP156 The resource type segment \"secrets/versions\" is invalid.")]
    [InlineData($"resource v '{Vault}' = [for i in [1]: {{\n  name: 'v${{i}}'\n  resource s 'secrets' = {{ name: 's' }}\n}}]", "3,3 BCP160 A nested resource cannot appear inside of a resource with a for-expression.")]
    [InlineData($"resource v '{Vault}' = {{\n  name: 'v'\n  resource s 'secrets' = {{ name: 's', scope: resourceGroup() }}\n}}", "3,46 BCP164 A child resource's scope is computed")]
    [InlineData($"param b bool\nresource v '{Vault}' existing = {{ name: 'v' }}\nresource s 'Test.Vault/vaults/secrets@2020-01-01' = {{\n  parent: b ? v : v\n  name: 's'\n}}", "4,11 BCP240 The \"parent\" property only permits direct references to resources.")]
    [InlineData("resource v 'Test.Vault/vaults/providers/locks@2020-01-01' = { name: 'v/a/b' }", "1,12 BCP174")]
    [InlineData($"resource v '{Vault}' = [for i in [1]: {{ name: 'v' }}]", "1,10 BCP179 Unique resource or deployment name is required when looping. The loop item variable \"i\" must be referenced in at least one of the value expressions of the following properties: \"name\"")]
    [InlineData($"resource v '{Vault}' = [for (x, i) in [1]: {{ name: 'v' }}]", "1,10 BCP179 Unique resource or deployment name is required when looping. The loop item variable \"x\" or the index variable \"i\" must")]
    [InlineData("module m 'part.bicep' = [for i in [1]: { name: 'm' }]", "1,8 BCP179")]
    [InlineData("param p object\nmodule m 'part.bicep' = { name: 'm', params: p }", "2,46 BCP183 The value of the module \"params\" property must be an object literal.")]
    [InlineData("module m 'managementGroup.bicep' = { name: 'm', scope: managementGroup('x') }", "1,56 BCP116 Unsupported scope for module deployment in a \"resourceGroup\" target scope.")]
    [InlineData("targetScope = 'subscription'\nmodule m 'managementGroup.bicep' = { name: 'm', scope: managementGroup('x') }", "2,56 BCP115")]
    [InlineData("targetScope = 'managementGroup'\nmodule m 'part.bicep' = { name: 'm', scope: resourceGroup('x') }", "2,45 BCP114")]
    [InlineData("targetScope = 'tenant'\nmodule m 'subscription.bicep' = { name: 'm', scope: subscription() }", "2,53 BCP113")]
    [InlineData("module m 'part.bicep' = { name: 'm', scope: subscription() }", "1,45 BCP134 Scope \"subscription\" is not valid for this module. Permitted scopes: \"resourceGroup\".")]
    [InlineData("module m 'part.bicep' = { name: 'm' }\nmodule n 'part.bicep' = { name: 'n', scope: m }", "2,45 BCP134 Scope \"module\" is not valid for this module.")]
    [InlineData("module m 'part.bicep' = { name: 'm', scope: 'g' }", "1,45 BCP036 The property \"scope\" expected a value of type \"resourceGroup\" but the provided value is of type \"'g'\".")]
    [InlineData("module m 'subscription.bicep' = { name: 'm' }", "1,8 BCP035 The specified \"module\" declaration is missing the following required properties: \"scope\".")]
    [InlineData("module m 'subscription.bicep' = { name: 'm' }", "1,33 BCP134 Scope \"resourceGroup\" is not valid for this module. Permitted scopes: \"subscription\".")]
    [InlineData("param p string\nmodule m 'part.bicep' = { name: 'm${p}' }\nmodule n 'part.bicep' = { name: 'm${p}' }", "3,33 BCP122 Modules: \"m\", \"n\" are defined with this same name and this same scope in a file.")]
    [InlineData("module m 'a/b|c.bicep' = { name: 'm' }", "1,10 BCP085 The specified file path contains one ore more invalid path characters. The following are not permitted: \"\"\", \"*\", \":\", \"<\", \">\", \"?\", \"\\\", \"|\".")]
    [InlineData("module m 'a/b.' = { name: 'm' }", "1,10 BCP086 The specified file path ends with an invalid character. The following are not permitted: \" \", \".\".")]
    [InlineData("output o string = loadTextContent('/a')", "1,35 BCP051 The specified path begins with \"/\".")]
    [InlineData("targetScope = 'tenant'\ntargetScope = 'tenant'", "2,1 BCP112 The \"targetScope\" cannot be declared multiple times in one file.")]
    [InlineData("var copy = 1", "1,5 BCP239 Identifier \"copy\" is a reserved Bicep symbol name and cannot be used in this context.")]
    [InlineData("param size int\nparam Size int", "2,7 BCP353 The parameters \"size\", \"Size\" differ only in casing.")]
    [InlineData("type t = { a: int, A: int }", "1,20 BCP353 The type properties \"a\", \"A\" differ only in casing.")]
    [InlineData("param p int\nvar v = p\n@export()\nvar w = v", "3,1 BCP372 The \"@export()\" decorator may not be applied to variables that refer to parameters, modules, or resource")]
    [InlineData("import { a, a as b } from 'part.bicep'", "1,10 BCP362 This symbol is imported multiple times under the names 'a', 'b'.")]
    public void Compile_WithDeclarationsThatDoNotFit_SaysWhereAndWhy(string text, string expected)
    {
        _workspace.With("part.bicep", "@export()\nvar a = 1").With("managementGroup.bicep", "targetScope = 'managementGroup'").With("subscription.bicep", "targetScope = 'subscription'");

        _workspace.Problems(text).ShouldContain(problem => problem.StartsWith(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData($"resource v '{Vault}' = if (b) {{ name: 'v' }}\noutput o string = v.properties.address", "3,20 BCP318 The value of type \"Test.Vault/vaults | null\" may be null")]
    [InlineData($"resource v '{Vault}' = if (b) {{\n  name: 'v'\n  resource s 'secrets' = {{ name: 's' }}\n}}\noutput o string = v::s.properties.address", "6,23 BCP318 The value of type \"Test.Vault/vaults/secrets | null\" may be null")]
    [InlineData("module m 'part.bicep' = if (b) { name: 'm' }\noutput o int = m.outputs.a", "3,17 BCP318 The value of type \"module | null\" may be null")]
    [InlineData("module m 'part.bicep' = [for i in range(0, 2): if (b) { name: 'm${i}' }]\noutput o int = m[0].outputs.a", "3,20 BCP318")]
    [InlineData($"resource v '{Vault}' = if (b) {{ name: 'v' }}\nvar k = v.getSecret('x')", "3,11 BCP422 A resource of type \"Test.Vault/vaults | null\" may or may not exist")]
    [InlineData("param p { a: string }?\noutput o string = p.a", "3,20 BCP318 The value of type \"null | { a: string }\" may be null")]
    [InlineData("param p { a: { b: string }? }\noutput o string = p.a.b", "3,22 BCP318 The value of type \"null | { b: string }\" may be null")]
    [InlineData("param p string?\noutput o string = p", "3,19 BCP321 Expected a value of type \"string\" but the provided value is of type \"null | string\".")]
    [InlineData("param p { a: string }?\noutput o string = p.?a", "3,19 BCP321")]
    public void Compile_WithAReadOfWhatMayBeMissing_Warns(string text, string expected)
    {
        _workspace.With("part.bicep", "output a int = 1");

        _workspace.Problems($"param b bool\n{text}").ShouldContain(problem => problem.StartsWith(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData($"resource v '{Vault}' = if (b) {{ name: 'v' }}\noutput o string = v.id\noutput n string = v!.properties.address\noutput s string? = v.?properties.address")]
    [InlineData($"resource v '{Vault}' = if (true) {{ name: 'v' }}\noutput o string = v.properties.address")]
    [InlineData("module m 'part.bicep' = if (b) { name: 'm' }\noutput o string = m.name\noutput n int = m!.outputs.a\noutput s int = m.?outputs.a ?? 0")]
    [InlineData("param p { a: string, c: { d: string } }?\noutput o string = p!.a\noutput n string = p.?a ?? 'x'\noutput s string? = p.?c.d")]
    [InlineData("param p string?\noutput o string? = p\noutput n string = p ?? 'x'\noutput s string = p!")]
    public void Compile_WithAReadThatMindsWhatMayBeMissing_SaysNothingOfIt(string text)
    {
        _workspace.With("part.bicep", "output a int = 1");

        _workspace.Problems($"param b bool\n{text}").ShouldNotContain(problem => problem.Contains("BCP318") || problem.Contains("BCP321") || problem.Contains("BCP422"));
    }

    [Theory]
    [InlineData("@minLength(1)\nparam p string\noutput o named = p", "BCP334 The provided value can have a length as small as 1 and may be too short to assign to a target with a configured minimum length of 3.")]
    [InlineData("@maxLength(9)\nparam p string\noutput o named = p", "BCP335 The provided value can have a length as large as 9 and may be too long to assign to a target with a configured maximum length of 8.")]
    [InlineData("output o named = 'x${uniqueString('a', deployment().name)}'", "BCP332 The provided value (whose length will always be greater than or equal to 14) is too long")]
    [InlineData("@maxLength(4)\nparam p string\noutput o named = take('abc-${p}', 9)", null)]
    [InlineData("param p string\noutput o named = p", null)]
    [InlineData("param p string\noutput o named = 'ab${p}'", "BCP334 The provided value can have a length as small as 2")]
    [InlineData("@maxValue(9)\nparam p int\noutput o small = p", "BCP330 The provided value can be as large as 9 and may be too large to assign to a target with a configured maximum of 5.")]
    [InlineData("@minValue(0)\nparam p int\noutput o small = p", "BCP329 The provided value can be as small as 0 and may be too small to assign to a target with a configured minimum of 1.")]
    [InlineData("@minValue(6)\nparam p int\noutput o small = p", "BCP327 The provided value (which will always be greater than or equal to 6) is too large")]
    public void Compile_WithBoundsThatDoNotFit_SaysHowFar(string text, string? expected)
    {
        const string types = "@minLength(3)\n@maxLength(8)\ntype named = string\n@minValue(1)\n@maxValue(5)\ntype small = int\n";

        var problems = _workspace.Problems(types + text).Where(problem => problem.Contains(" BCP3")).ToList();

        if (expected is null) problems.ShouldBeEmpty();
        else problems.ShouldHaveSingleItem().ShouldContain(expected);
    }

    [Theory]
    [InlineData("using 'main.bicep'\nparam a = 1\nparam a = 2", "3,7 BCP250 Parameter \"a\" is assigned multiple times.")]
    [InlineData("using 'main.bicep'\nusing 'main.bicep'\nparam a = 1", "2,1 BCP262 More than one using declaration are present")]
    [InlineData("using 'main.bicep'\nparam a = base.a", "2,11 BCP431 The identifier 'base' is only available in parameter files that declare an 'extends' clause.")]
    [InlineData("using 'main.bicep'\nvar base = 1\nparam a = base", "2,5 BCP432 The identifier 'base' is reserved and cannot be declared.")]
    [InlineData("param a = 1", "1,1 BCP261 A using declaration must be present in this parameters file.")]
    public void Compile_WithAParametersFileThatDoesNotFit_SaysWhy(string parameters, string expected) =>
        _workspace.Problems("param a int\noutput o int = a", parameters).ShouldContain(problem => problem.StartsWith(expected, StringComparison.Ordinal));

    [Fact]
    public void Evaluate_WithParametersThatExtendOthers_ReadsThoseByTheNameBase()
    {
        _workspace.With("top.bicepparam", "using none\nparam a = { x: 1, y: 2 }\nparam b = 'top'").With("mid.bicepparam", "using none\nextends 'top.bicepparam'\nparam b = '${base.b}-mid'");

        var template = _workspace.Evaluate("param a object\nparam b string\noutput o string = '${string(a)} ${b}'", "using 'main.bicep'\nextends 'mid.bicepparam'\nparam a = { ...base.a, y: 3 }\nparam b = '${base.b}-leaf'");

        template.Diagnostics.ShouldBeEmpty();
        template.Outputs.ShouldHaveSingleItem().Value.ToString().ShouldBe("'{\"x\":1,\"y\":3} top-mid-leaf'");
    }

    [Theory]
    [InlineData($"resource v '{Vault}' = [for i in range(0, 2): {{ name: 'v${{i}}' }}]\noutput o array = map([0], i => v[i].name)", "BCP247 Using lambda variables inside resource or module array access is not currently supported. Found the following lambda variable(s) being accessed: \"i\".")]
    [InlineData("output o array = map(['a'], n => reference(n).x)", "BCP248 Using lambda variables inside the \"reference\" function is not currently supported.")]
    public void Compile_WithALambdaWhereNothingHasAValueYet_SaysSo(string text, string expected) => _workspace.Problems(text).ShouldContain(problem => problem.Contains(expected));
}
