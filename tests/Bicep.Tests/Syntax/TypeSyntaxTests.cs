namespace Frostline.Bicep.Tests.Syntax;

public sealed class TypeSyntaxTests
{
    [Theory]
    [InlineData("string", "string")]
    [InlineData("string[]?", "(? (string []))")]
    [InlineData("('a' | 'b')[]", "((| 'a' 'b') [])")]
    [InlineData("'a'\n  | 'b'\n  | 'c'", "(| 'a' 'b' 'c')")]
    [InlineData("\n  | 1\n  | -2", "(| 1 - 2)")]
    [InlineData("true | null | !false", "(| true null ! false)")]
    [InlineData("{ a: string, b: int? }", "{a:string b:(? int)}")]
    [InlineData("{\n  @description('x')\n  'a-b': string\n  *: int\n}", "{'a-b':string *:int}")]
    [InlineData("[\n  string\n  @minLength(1)\n  int[]\n]", "[string (int [])]")]
    [InlineData("other.prop.*", "other.prop.*")]
    [InlineData("other[*].x", "other[*].x")]
    [InlineData("other[0]!", "(! other[0])")]
    [InlineData("string?[]", "((? string) [])")]
    [InlineData("int[]?[]?", "(? ((? (int [])) []))")]
    [InlineData("other.prop!.inner", "(! other.prop).inner")]
    [InlineData("sys.string", "sys.string")]
    [InlineData("resourceInput<'Microsoft.Storage/storageAccounts@2023-01-01'>.properties", "resourceInput<'Microsoft.Storage/storageAccounts@2023-01-01'>.properties")]
    [InlineData("sys.resourceOutput<'a/b@c'>?", "(? sys.resourceOutput<'a/b@c'>)")]
    public void Types_AreUnderstood(string text, string shape) => Shape.OfType(text).ShouldBe(shape);
}
