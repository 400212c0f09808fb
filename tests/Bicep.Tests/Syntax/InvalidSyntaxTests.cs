namespace Frostline.Bicep.Tests.Syntax;

public sealed class InvalidSyntaxTests
{
    [Theory]
    [InlineData("param", "1,6 BCP013")]
    [InlineData("param x", "1,8 BCP279")]
    [InlineData("param 1 string", "1,7 BCP013")]
    [InlineData("param x string 'a'", "1,16 BCP008")]
    [InlineData("param x string =", "1,17 BCP009")]
    [InlineData("param x resource", "1,17 BCP068")]
    [InlineData("var", "1,4 BCP015")]
    [InlineData("var x", "1,6 BCP018")]
    [InlineData("var x =", "1,8 BCP009")]
    [InlineData("var x = 1 2", "1,11 BCP019")]
    [InlineData("resource", "1,9 BCP017")]
    [InlineData("resource x", "1,11 BCP068")]
    [InlineData("resource x 'a'", "1,15 BCP018")]
    [InlineData("resource x 'a' =", "1,17 BCP118")]
    [InlineData("resource x 'a' = [1]", "1,19 BCP012")]
    [InlineData("resource x 'a' = [for y in z: y]", "1,31 BCP167")]
    [InlineData("resource x 'a' = if true {}", "1,21 BCP018")]
    [InlineData("module", "1,7 BCP096")]
    [InlineData("module x", "1,9 BCP097")]
    [InlineData("output", "1,7 BCP016")]
    [InlineData("output x string 'a'", "1,17 BCP018")]
    [InlineData("metadata", "1,9 BCP266")]
    [InlineData("type", "1,5 BCP325")]
    [InlineData("import { a as } from 'b'", "1,15 BCP325")]
    [InlineData("type x =", "1,9 BCP279")]
    [InlineData("type x = 'a' |\nvar y = 1", "1,15 BCP300")]
    [InlineData("type x = { 1 }", "1,12 BCP022")]
    [InlineData("func x", "1,7 BCP018")]
    [InlineData("func x() => 1", "1,10 BCP279")]
    [InlineData("import x from 'y'", "1,8 BCP354")]
    [InlineData("import 'kubernetes@1.0.0'", "1,8 BCP354")]
    [InlineData("provider 'az@1.0.0'", "1,1 BCP007")]
    [InlineData("import { a } 'y'", "1,14 BCP012")]
    [InlineData("import * from 'y'", "1,10 BCP012")]
    [InlineData("import { 'a-b' } from 'y'", "1,10 BCP375")]
    [InlineData("extension", "1,10 BCP201")]
    [InlineData("extension x y", "1,13 BCP305")]
    [InlineData("assert", "1,7 BCP344")]
    [InlineData("test", "1,5 BCP346")]
    [InlineData("foo", "1,1 BCP007")]
    [InlineData("using 'main.bicep'", "1,1 BCP007")]
    [InlineData("}", "1,1 BCP007")]
    [InlineData("@description('x')", "1,18 BCP132")]
    [InlineData("@\nvar x = 1", "1,2 BCP123")]
    [InlineData("@sys.secure\nparam x string", "1,2 BCP141")]
    [InlineData("@secure() param x string", "1,11 BCP019")]
    public void Statement_SaysWhatItLacks(string text, string expected) => Found("main.bicep", text).ShouldBe([expected]);

    [Theory]
    [InlineData("a +", "1,12 BCP009")]
    [InlineData("--1", "1,10 BCP009")]
    [InlineData("!!a", "1,10 BCP009")]
    [InlineData("a ? b", "1,14 BCP018")]
    [InlineData("a[", "1,11 BCP009")]
    [InlineData("a[]", "1,11 BCP117")]
    [InlineData("a.", "1,11 BCP020")]
    [InlineData("a.1", "1,11 BCP020")]
    [InlineData("a::", "1,12 BCP020")]
    [InlineData("a.?b()", "1,11 BCP322")]
    [InlineData("()", "1,10 BCP243")]
    [InlineData("(a, 1)", "1,11 BCP243")]
    [InlineData("f(a", "1,12 BCP018")]
    [InlineData("f(a,)", "1,13 BCP009")]
    [InlineData("f(a b)", "1,13 BCP236")]
    [InlineData("f(\n  a\n  b\n)", "2,4 BCP237")]
    [InlineData("[1 2]", "1,12 BCP236")]
    [InlineData("[1,\n2]", "1,12 BCP238")]
    [InlineData("[", "1,10 BCP018")]
    [InlineData("[for]", "1,13 BCP162")]
    [InlineData("[for x]", "1,15 BCP012")]
    [InlineData("[for x in y]", "1,20 BCP018")]
    [InlineData("[for (x) in y: x]", "1,14 BCP249")]
    [InlineData("{ a }", "1,13 BCP018")]
    [InlineData("{ a: }", "1,14 BCP009")]
    [InlineData("{ 1: 2 }", "1,11 BCP022")]
    [InlineData("{ a: 1", "1,15 BCP018")]
    [InlineData("'a", "1,9 BCP003")]
    [InlineData("'a\n'", "1,9 BCP004", "2,1 BCP003")]
    [InlineData("'a\\", "1,11 BCP005")]
    [InlineData("'a\\q'", "1,11 BCP006")]
    [InlineData("'\\u{110000}'", "1,10 BCP133")]
    [InlineData("'${a b}'", "1,14 BCP064")]
    [InlineData("'${}'", "1,12 BCP009")]
    [InlineData("'${[1]}'", "1,12 BCP087")]
    [InlineData("'${a", "1,9 BCP003")]
    [InlineData("'${a\n}'", "1,9 BCP004", "2,1 BCP007", "2,2 BCP003")]
    [InlineData("'''a", "1,9 BCP140")]
    [InlineData("99999999999999999999", "1,9 BCP010")]
    [InlineData("9223372036854775808", "1,9 BCP010")]
    [InlineData("\"a\"", "1,9 BCP103", "1,11 BCP103")]
    [InlineData("1;", "1,10 BCP001")]
    [InlineData("1 & 2", "1,11 BCP001")]
    [InlineData("1 /* a", "1,11 BCP002")]
    [InlineData("$x", "1,9 BCP001")]
    [InlineData("1 // #\n#disable-next-line\n", "2,19 BCP226")]
    public void Expression_SaysWhatItLacks(string text, params string[] expected) => Found("main.bicep", $"var x = {text}").ShouldBe(expected);

    [Fact]
    public void Identifier_OfMoreThan255Characters_IsRefused() =>
        Found("main.bicep", $"var {new string('a', 255)} = 1\nvar {new string('a', 256)} = 1").ShouldBe(["2,5 BCP024"]);

    [Fact]
    public void Errors_InOneFile_AreSaidTogether() => Found("main.bicep", """
        resource a 'x' = {
          name:
          location: f(1
          tags: { a: 1 b: 2 }
          sku = 'x'
        }

        var c = [1 2]
        foo
        output d string
        """).ShouldBe(["2,8 BCP009", "3,16 BCP018", "4,16 BCP236", "5,7 BCP018", "8,12 BCP236", "9,1 BCP007", "10,16 BCP018"]);

    [Fact]
    public void Brace_ThatIsNeverClosed_CostsOnlyItsStatement() => Found("main.bicep", """
        var a = {
          b: {
            c: 1

        param d string
        var e = 1 +
        """).ShouldBe(["5,1 BCP018", "6,12 BCP009"]);

    [Theory]
    [InlineData("resource x 'y' = {}", "1,1 BCP337")]
    [InlineData("using", "1,6 BCP257")]
    [InlineData("extends x", "1,9 BCP404")]
    [InlineData("param x string = 'a'", "1,9 BCP018")]
    [InlineData("extensionConfig", "1,16 BCP202")]
    public void ParametersFile_HasStatementsOfItsOwn(string text, string expected) => Found("main.bicepparam", text).ShouldBe([expected]);

    [Fact]
    public void Message_IsOneOfTheOfficialOnes()
    {
        var found = BicepFile.Parse("main.bicep", "var x = [1").Diagnostics.ShouldHaveSingleItem();
        found.ToString().ShouldBe("main.bicep(1,11): error BCP018: Expected the \"]\" character at this location.");
    }

    private static string[] Found(string path, string text)
    {
        var file = BicepFile.Parse(path, text);
        file.Syntax.ToFullText().ShouldBe(text);
        return [.. file.Diagnostics.Select(found => $"{found.Line},{found.Column} {found.Code}")];
    }
}
