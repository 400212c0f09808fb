using Bicep.Tests.Evaluation;

namespace Bicep.Tests.Binding;

public sealed class DecoratorCheckTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("@minValue(1)\nparam p string", "1,1 BCP124")]
    [InlineData("@secure()\nparam p int", "1,1 BCP124")]
    [InlineData("@batchSize(1)\nparam p int", "1,2 BCP125")]
    [InlineData("@secure()\nvar v = 1", "1,2 BCP126")]
    [InlineData("@secure()\nresource r 'A.B/c@2020-01-01' = { name: 'r' }", "1,2 BCP127")]
    [InlineData("@allowed(['a'])\noutput o string = 'a'", "1,2 BCP129")]
    [InlineData("type t = {\n  @allowed(['a'])\n  p: string\n}", "2,4 BCP297")]
    [InlineData("@maxLength(1)\n@maxLength(2)\nparam p string", "2,1 BCP166")]
    [InlineData("@maxLength(-1)\nparam p string", "1,12 BCP168")]
    [InlineData("@maxLength('a')\nparam p string", "1,12 BCP070")]
    [InlineData("@maxLength()\nparam p string", "1,11 BCP071")]
    [InlineData("@secure(true)\nparam p string", "1,8 BCP071")]
    [InlineData("@allowed([])\nparam p string", "1,10 BCP099")]
    [InlineData("@allowed([1])\nparam p string", "1,11 BCP034")]
    [InlineData("@description(concat('a', 'b'))\nparam p string", "1,14 BCP032")]
    [InlineData("@sealed()\ntype t = { *: string }", "1,1 BCP316")]
    [InlineData("@toLower('x')\nparam p string", "1,2 BCP152")]
    [InlineData("@secure\nparam p string", "1,2 BCP063")]
    [InlineData("@nothing\nparam p string", "1,2 BCP057")]
    [InlineData("@secure()\nmetadata m = 'x'", "1,2 BCP269")]
    [InlineData("var v = 1\nmetadata m = v", "2,14 BCP032")]
    [InlineData("metadata _m = 'x'", "1,10 BCP268")]
    [InlineData("metadata m = 'x'\nmetadata m = 'y'", "2,10 BCP145")]
    [InlineData("var v = 1\n@v\nparam p string", "2,2 BCP141")]
    [InlineData("@minValue(5)\n@maxValue(3)\nparam p int", "1,1 BCP331")]
    [InlineData("@minLength(5)\n@maxLength(3)\nparam p string", "1,1 BCP331")]
    [InlineData("@minLength(1)\nparam p 'a' | 'b'", "1,1 BCP295")]
    [InlineData("type t = string\n@minLength(1)\nparam p t", "2,1 BCP308")]
    [InlineData("@batchSize(0)\nresource r 'A.B/c@2020-01-01' = [for i in [1]: { name: 'r${i}' }]", "1,12 BCP154")]
    [InlineData("@batchSize(2)\nresource r 'A.B/c@2020-01-01' = { name: 'r' }", "1,1 BCP155")]
    public void Compile_WithWrongDecorator_SaysWhere(string text, string expected) =>
        _workspace.Problems(text).Select(problem => problem[..Math.Min(problem.Length, expected.Length)]).ShouldContain(expected);

    [Theory]
    [InlineData("@minLength(1)\nparam p string?")]
    [InlineData("@sys.allowed(['a', 'b'])\nparam p array")]
    [InlineData("@minValue(-3)\nparam p int")]
    [InlineData("@metadata({ a: [1, { b: -2 }] })\nparam p object")]
    [InlineData("@description('x')\n@export()\nvar v = 1")]
    public void Compile_WithRightDecorator_FindsNoError(string text) =>
        _workspace.Compile(text).Diagnostics.Where(found => found.Severity == Frostline.Bicep.DiagnosticSeverity.Error).ShouldBeEmpty();
}
