namespace Frostline.Bicep.Tests.Syntax;

public sealed class ExpressionTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "(+ 1 (* 2 3))")]
    [InlineData("1 * 2 + 3", "(+ (* 1 2) 3)")]
    [InlineData("1 - 2 - 3", "(- (- 1 2) 3)")]
    [InlineData("a || b && c", "(|| a (&& b c))")]
    [InlineData("a && b == c", "(&& a (== b c))")]
    [InlineData("a == b < c", "(== a (< b c))")]
    [InlineData("a < b + c", "(< a (+ b c))")]
    [InlineData("a ?? b || c", "(?? a (|| b c))")]
    [InlineData("a ?? b ?? c", "(?? (?? a b) c)")]
    [InlineData("a =~ b != c !~ d", "(!~ (!= (=~ a b) c) d)")]
    [InlineData("-a % +b / !c", "(/ (% - a + b) ! c)")]
    [InlineData("(1 + 2) * 3", "(* (+ 1 2) 3)")]
    [InlineData("a ? b : c ? d : e", "(? a b (? c d e))")]
    [InlineData("a ?? b ? c : d", "(? (?? a b) c d)")]
    [InlineData("a\n  ? b\n  : c", "(? a b c)")]
    [InlineData("(\n  a\n)", "a")]
    public void Operators_BindAsTheLanguageSays(string text, string shape) => Shape.OfExpression(text).ShouldBe(shape);

    [Theory]
    [InlineData("a.b.c", "a.b.c")]
    [InlineData("a.?b!.c", "(! a.?b).c")]
    [InlineData("a[0][?'x'][^1][?^2]", "a[0][?'x'][^1][?^2]")]
    [InlineData("a::b::c.id", "a::b::c.id")]
    [InlineData("-a.b", "- a.b")]
    [InlineData("az.resourceGroup('x').location", "(az.resourceGroup! 'x').location")]
    [InlineData("f(\n  a, b,\n  c\n)", "(f! a b c)")]
    [InlineData("f()!.a", "(! (f! )).a")]
    [InlineData("{ a: 1 }.a", "{a=1}.a")]
    [InlineData("[1, 2][0]", "[1 2][0]")]
    public void Accesses_Chain(string text, string shape) => Shape.OfExpression(text).ShouldBe(shape);

    [Theory]
    [InlineData("map(a, x => x.y)", "(map! a (x => x.y))")]
    [InlineData("reduce(a, 0, (x, y) => x + y)", "(reduce! a 0 (x,y => (+ x y)))")]
    [InlineData("f(() => 1)", "(f! ( => 1))")]
    [InlineData("map(a, x =>\n  map(x, y => y))", "(map! a (x => (map! x (y => y))))")]
    [InlineData("toObject(a, x => x, x => { k: x })", "(toObject! a (x => x) (x => {k=x}))")]
    public void Lambdas_ReachAsFarAsTheyCan(string text, string shape) => Shape.OfExpression(text).ShouldBe(shape);

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("{ a: 1, 'b-c': 2, '${d}e': 3 }", "{a=1 'b-c'=2 '<d>e'=3}")]
    [InlineData("{\n  a: 1\n\n  // why\n  b: 2 /* so */\n}", "{a=1 b=2}")]
    [InlineData("{\n  a: 1, b: 2\n  c: 3\n}", "{a=1 b=2 c=3}")]
    [InlineData("{ ...a, b: [ ...c ] }", "{...a b=[...c]}")]
    [InlineData("{ resource: 1, if: 2, for: 3, param: 4 }", "{resource=1 if=2 for=3 param=4}")]
    [InlineData("[]", "[]")]
    [InlineData("[\n  1\n  2\n]", "[1 2]")]
    [InlineData("[\n  1, 2\n  3\n]", "[1 2 3]")]
    [InlineData("[for x in y: x]", "[for x, in y: x]")]
    [InlineData("[for (x, i) in y: map(x, z => { a: z })]", "[for x,i in y: (map! x (z => {a=z}))]")]
    [InlineData("[\n  for x in y: {\n    a: x\n  }\n]", "[for x, in y: {a=x}]")]
    public void Collections_AreSeparatedByCommasOrNewLines(string text, string shape) => Shape.OfExpression(text).ShouldBe(shape);

    [Theory]
    [InlineData("0")]
    [InlineData("9223372036854775807")]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("null")]
    public void Literals_StandForThemselves(string text) => Shape.OfExpression(text).ShouldBe(text);

    [Fact]
    public void Integer_WithAMinusBeforeIt_MayBeTheSmallest() => Shape.OfExpression("-9223372036854775808").ShouldBe("- 9223372036854775808");
}
