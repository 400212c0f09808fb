using Bicep.Tests.Evaluation;

namespace Bicep.Tests.Types;

public sealed class UnionCheckTests : IDisposable
{
    private const string Shapes = "type round = { kind: 'round', r: int }\ntype square = { kind: 'square', a: int }\n";
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("type t = 'a' | 1", "1,10 BCP294")]
    [InlineData("type t = string | 'a'", "1,10 BCP293")]
    [InlineData("type t = null", "1,10 BCP289")]
    [InlineData("type resource = string", "1,6 BCP301")]
    [InlineData("type t = resourceInput<'Microsoft.Storage/storageAccounts@2025-08-01'>", "1,10 BCP394")]
    [InlineData("type t = resource<'Microsoft.Storage/storageAccounts@2025-08-01'>.kind", "1,10 BCP409")]
    [InlineData("type t = resourceInput<'storageAccounts'>.kind", "1,24 BCP392")]
    [InlineData("output o resourceInput<'Microsoft.Storage/storageAccounts@2025-08-01'>.sku = { nam: 'x' }", "1,80 BCP089")]
    [InlineData("output o resourceOutput<'Microsoft.Storage/storageAccounts@2025-08-01'>.sku.tier = 1", "1,84 BCP033")]
    [InlineData("type t = t", "1,6 BCP298")]
    [InlineData("type t = t | 'a'", "1,6 BCP298")]
    [InlineData("type a = b\ntype b = a", "2,6 BCP299")]
    [InlineData("type t = { inner: t? }\nparam p t | 'a'", "2,9 BCP293")]
    [InlineData("type t = { inner: t }", "1,6 BCP298")]
    [InlineData("@discriminator('kind')\ntype t = string", "1,1 BCP363")]
    [InlineData(Shapes + "@discriminator('sort')\ntype t = round | square", "4,10 BCP364")]
    [InlineData(Shapes + "@discriminator('kind')\ntype t = round | { kind: 'round' }", "4,18 BCP365")]
    [InlineData(Shapes + "@discriminator('kind')\ntype t = round | int", "4,18 BCP286")]
    [InlineData(Shapes + "@discriminator('kind')\ntype t = round | square\n@discriminator('r')\ntype u = t", "5,1 BCP366")]
    public void Compile_WithWrongType_SaysWhere(string text, string expected) =>
        _workspace.Problems(text).Select(problem => problem[..Math.Min(problem.Length, expected.Length)]).ShouldContain(expected);

    [Theory]
    [InlineData("type t = { inner: t? }")]
    [InlineData("type t = { inner: t? }\nparam p (t?)[]")]
    [InlineData("type t = { left: t?, right: t? }\nparam p t?")]
    [InlineData("param p string?[] = [null, 'x']")]
    [InlineData("type t = { inner: { a: bool }? }\noutput o t.inner!.a = true")]
    [InlineData("type t = { inner: t[] }")]
    [InlineData("type t = { *: t }")]
    [InlineData("type t = ('a' | 1 | !true | null)[]")]
    [InlineData("type t = ['a', 'b'] | ['c']")]
    [InlineData("type t = 'a' | 'b'\ntype u = t | 'c'")]
    [InlineData(Shapes + "@discriminator('kind')\ntype t = (round | square)?")]
    [InlineData(Shapes + "@discriminator('kind')\ntype t = round | square\n@discriminator('kind')\ntype u = t | { kind: 'line' }")]
    public void Compile_WithRightType_FindsNoError(string text) =>
        _workspace.Compile(text).EmitArm().ShouldNotBeNull();
}
