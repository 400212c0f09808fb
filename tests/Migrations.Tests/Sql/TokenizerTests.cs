using Frostline.Migrations.Sql;

namespace Frostline.Migrations.Tests.Sql;

public sealed class TokenizerTests
{
    private static string Kinds(string sql) => string.Join(' ', Tokenizer.Read(sql).Select(token => $"{token.Kind}:{token.Text}"));

    [Theory]
    [InlineData("SELECT a.b", "Word:SELECT Word:a Symbol:. Word:b")]
    [InlineData("'it''s; -- no comment'", "Text:'it''s; -- no comment'")]
    [InlineData(@"E'it\'s' 'back\'", @"Text:E'it\'s' Text:'back\'")]
    [InlineData("U&'d\\0061t' B'01' x'1F' n'a'", "Text:U&'d\\0061t' Text:B'01' Text:x'1F' Text:n'a'")]
    [InlineData("\"Odd \"\"Name\"\"\" U&\"x\"", "QuotedName:\"Odd \"\"Name\"\"\" QuotedName:U&\"x\"")]
    [InlineData("$$a; 'b$$ $fn$ $$ $x$ $fn$", "Text:$$a; 'b$$ Text:$fn$ $$ $x$ $fn$")]
    [InlineData("a$b$c $1 $12", "Word:a$b$c Parameter:$1 Parameter:$12")]
    [InlineData("/* a /* b */ c */ x -- d\ny", "Comment:/* a /* b */ c */ Word:x Comment:-- d Word:y")]
    [InlineData("1 1.5 .5 1e10 2E-3 0x1F 1..2", "Number:1 Number:1.5 Number:.5 Number:1e10 Number:2E-3 Number:0x1F Number:1 Symbol:.. Number:2")]
    [InlineData("a::int a:=1 b->>'k' a<>b c*/*x*/-1", "Word:a Symbol::: Word:int Word:a Symbol::= Number:1 Word:b Symbol:->> Text:'k' Word:a Symbol:<> Word:b Word:c Symbol:* Comment:/*x*/ Symbol:- Number:1")]
    [InlineData("größe 日本", "Word:größe Word:日本")]
    public void Read_PartsAsPostgresDoes(string sql, string expected) => Kinds(sql).ShouldBe(expected);

    [Theory]
    [InlineData("SELECT\n  'open", 2, 3, "the string does not end. Close it with a single quote.")]
    [InlineData("a \"b", 1, 3, "the name does not end. Close it with a double quote.")]
    [InlineData("/* /* */", 1, 1, "the comment does not end. Close it with */.")]
    [InlineData("\n\nx $f$ $$", 3, 3, "the string does not end. Close it with $f$.")]
    [InlineData("a \\d b", 1, 3, "'\\' begins nothing that SQL knows.")]
    public void Read_OfBrokenText_SaysWhere(string sql, int line, int column, string problem)
    {
        var broken = Should.Throw<SqlException>(() => Tokenizer.Read(sql));

        broken.Message.ShouldBe($"line {line}, column {column}: {problem}");
    }

    [Fact]
    public void Read_GivesPlaces()
    {
        var token = Tokenizer.Read("a\n  'x\ny' b")[2];

        (token.Line, token.Column, token.Text).ShouldBe((3, 4, "b"));
    }

    [Theory]
    [InlineData("Beans", "beans")]
    [InlineData("\"Be\"\"ans\"", "Be\"ans")]
    public void Name_IsWhatPostgresLooksFor(string sql, string name) => Tokenizer.Read(sql)[0].Name.ShouldBe(name);
}
