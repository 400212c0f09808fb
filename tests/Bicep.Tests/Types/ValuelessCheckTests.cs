using Bicep.Tests.Evaluation;

namespace Bicep.Tests.Types;

/// <summary>What is checked of a file before any value is known: types, not the values of the moment.</summary>
public sealed class ValuelessCheckTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("param s string\noutput o int = s + 1", "2,16 BCP045")]
    [InlineData("param s string\noutput o bool = !s", "2,17 BCP044")]
    [InlineData("param n int\noutput o bool = true || n", "2,17 BCP045")]
    [InlineData("output o bool = false && 3", "1,17 BCP045")]
    [InlineData("param s string\noutput o string = s ? 'a' : 'b'", "2,19 BCP046")]
    [InlineData("output o string = true ? 'a' : string(!3)", "1,39 BCP044")]
    [InlineData("param n int\noutput o any = n.size", "2,18 BCP055")]
    [InlineData("param n int\noutput o any = n[0]", "2,16 BCP076")]
    [InlineData("param a array\noutput o any = a['x']", "2,18 BCP074")]
    [InlineData("param x object\noutput o any = x[1]", "2,18 BCP075")]
    [InlineData("output o any = any(1)[true]", "1,23 BCP049")]
    [InlineData("output o any = {}.x", "1,19 BCP052")]
    [InlineData("param n int\noutput o string = toUpper(n)", "2,27 BCP070")]
    [InlineData("param n int\noutput o int = indexOf(n, 'x')", "2,24 BCP048")]
    [InlineData("param n int\noutput o string = concat('a', [n])", "2,31 BCP070")]
    [InlineData("output o array = map([1], (a, b, c) => a)", "1,27 BCP070")]
    [InlineData("output o array = filter(range(0, 3), i => i)", "1,38 BCP070")]
    [InlineData("output o array = map(range(0, 3), i => i.name)", "1,42 BCP055")]
    [InlineData("func twice(n int) int => n * 2\noutput o int = twice('x')", "2,22 BCP070")]
    [InlineData("func shout(s string) int => toUpper(s)\noutput o int = shout('x')", "1,29 BCP033")]
    [InlineData("var size int = 'big'\noutput o int = size", "1,16 BCP033")]
    [InlineData("var wrong = !3\noutput o any = wrong", "2,16 BCP062")]
    [InlineData("var list = [ nothing ]\noutput o any = list[0]", "2,16 BCP062")]
    [InlineData("resource r 'A.B/c@2020-01-01' = if ('x') { name: 'r' }", "1,36 BCP046")]
    [InlineData("resource r 'A.B/c@2020-01-01' = { name: 'r', id: 'x' }", "1,46 BCP073")]
    [InlineData("resource r 'A.B/c@2020-01-01' = { name: 'r', dependsOn: ['x'] }", "1,58 BCP034")]
    [InlineData("resource r 'A.B/c@2020-01-01' = { name: 'r' }\noutput o any = r.dependsOn", "2,18 BCP077")]
    [InlineData("resource r 'A.${1}/c@2020-01-01' = { name: 'r' }", "1,12 BCP047")]
    [InlineData("resource r 'A.B/c@2020-01-01' = if (reference('x').y) { name: 'r' }", "1,37 BCP066")]
    [InlineData("resource r 'A.B/c@2020-01-01' = { name: 'x' }\nresource q 'A.B/c@2020-01-01' = { name: 'x' }", "1,41 BCP121")]
    public void Compile_WithTypesThatDoNotFit_SaysWhere(string text, string expected) =>
        _workspace.Problems(text).Select(problem => problem[..Math.Min(problem.Length, expected.Length)]).ShouldContain(expected);

    [Theory]
    [InlineData("output o any = any({})[resourceGroup().location]")]
    [InlineData("output o any = any(true)[any(false)]")]
    [InlineData("output o int = 9223372036854775807 * 2")]
    [InlineData("output o array = [for (n, i) in range(1, 2): n / i]")]
    [InlineData("output o string = length('x') > 3 ? fail('too long') : 'ok'")]
    [InlineData("output o array = map([1], (n => n))")]
    [InlineData("output o object = groupBy([{ k: 'a', v: 1 }], x => x.k, x => x.v)")]
    [InlineData("func join2(\n  a string\n  ,b string) string => '${a}${b}'\noutput o string = join2('x', 'y')")]
    [InlineData("resource r 'A.B/c@2020-01-01' = { name: 'r' }\nresource q 'A.B/c@2020-01-01' = { name: r['name'] }")]
    [InlineData("param on bool\nresource r 'A.B/c@2020-01-01' = if (on) { name: 'r' }\nresource q 'A.B/c/d@2020-01-01' = { name: '${r!.name}/q' }")]
    [InlineData("var zones = ['a', 'b']\nresource r 'A.B/c@2020-01-01' = [for z in zones: { name: z }]\noutput o string = r[5].name")]
    [InlineData("var all = [{ a: 1 }, { b: 2 }]\noutput o array = [for one in all: contains(one, 'a') ? one.a : one.b]\noutput q array = map(all, one => contains(one, 'a') ? one.a : one.b)")]
    [InlineData("param p { a: 'x' | 'y' }?\noutput o string = p.?a ?? 'none'")]
    public void Compile_WithWhatOnlyValuesCouldBreak_FindsNoError(string text) =>
        _workspace.Compile(text).Diagnostics.Where(found => found.Severity == Frostline.Bicep.DiagnosticSeverity.Error).ShouldBeEmpty();

    [Fact]
    public void Compile_WithFunctionThatFailsOnItsLiteral_Warns() =>
        _workspace.Compile("output o int = int('seven')").Diagnostics.ShouldContain(found => found.Code == "BCP234" && found.Severity == Frostline.Bicep.DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("@allowed([])\nparam p int = 1")]
    [InlineData("@allowed(['a'])\nparam p int = 1")]
    public void Compile_WithAllowedValuesThatAreWrongThemselves_DoesNotBlameTheDefault(string text) =>
        _workspace.Problems(text).ShouldAllBe(problem => !problem.Contains("BCP033", StringComparison.Ordinal));

    [Fact]
    public void Compile_WithCircleOfVariables_StillChecksTheRest() =>
        _workspace.Problems("var a = b\nvar b = a\noutput o int = 'x'").ShouldContain(problem => problem.StartsWith("3,16 BCP033", StringComparison.Ordinal));

    [Fact]
    public void Compile_WithBodyThatCannotBeRead_DoesNotMissAName() =>
        _workspace.Problems("resource r 'A.B/c@2020-01-01' = {\n  kind:\n}\n").ShouldAllBe(problem => !problem.Contains("BCP035", StringComparison.Ordinal));

    [Fact]
    public void Compile_WithAResourceThatMayNotBeThere_AsksForASafeRead()
    {
        var text = "@nullIfNotFound()\nresource s 'Test.Store/stores@2020-01-01' existing = { name: 's' }\noutput a string = s.id\noutput b string = s.?properties.x ?? ''\n";

        _workspace.Problems(text).Where(problem => !problem.Contains("BCP081", StringComparison.Ordinal)).ShouldBeEmpty();
        _workspace.Problems(text + "output c string = s.properties.x").ShouldContain(problem => problem.StartsWith("5,20 BCP318", StringComparison.Ordinal));
        _workspace.Compile(text).EmitArm().ShouldNotBeNull().ShouldContain("\"nullIfNotFound\": true");
    }

    [Theory]
    [InlineData("roleDefinitions('AcrPull').id", "[roleDefinitions('AcrPull').id]")]
    [InlineData("tenant().displayName", "[tenant().displayName]")]
    public void Compile_WithWhatAzureAnswers_WritesItAsItIs(string expression, string expected) =>
        _workspace.Compile($"output o string = {expression}").EmitArm().ShouldNotBeNull().ShouldContain(expected);

    [Fact]
    public void Compile_WithAChoiceOfNull_ForWhatMayBeLeftOut_FindsNothing() =>
        _workspace.Problems("""
            param tags { *: string }?
            param tier string?
            resource s 'Microsoft.Storage/storageAccounts@2025-08-01' = {
              name: 'storage'
              location: 'westeurope'
              kind: 'StorageV2'
              sku: { name: 'Standard_LRS' }
              tags: !empty(tags) ? tags : null
              extendedLocation: { name: 'x', type: tier ?? '' }
              properties: { accessTier: tier == null ? null : (tier == 'x' ? tier : null) }
            }
            """).ShouldBeEmpty();

    [Fact]
    public void Compile_WithModuleInJson_TakesItAsItIs()
    {
        _workspace.With("part.json", """{ "parameters": { "n": { "type": "int" } }, "resources": [] }""");

        var compilation = _workspace.Compile("module m 'part.json' = { name: 'm', params: { n: 1 } }\noutput o string = m.outputs.made");

        compilation.Diagnostics.ShouldBeEmpty();
        compilation.EmitArm().ShouldNotBeNull().ShouldContain("\"n\"");
    }
}
