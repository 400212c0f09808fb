using Frostline.Bicep.Syntax;
using Frostline.Bicep.Trials;

namespace Frostline.Bicep.Tests.Syntax;

public sealed class StatementTests
{
    [Fact]
    public void EveryConstruct_ParsesWithoutErrors_AndTheTreeIsTheText()
    {
        foreach (var (path, text) in new[] { ("main.bicep", SampleText.Template), ("main.bicepparam", SampleText.Parameters) })
        {
            foreach (var variant in new[] { text, text.ReplaceLineEndings("\r\n"), text.ReplaceLineEndings("\r") })
            {
                var file = BicepFile.Parse(path, variant);
                file.Diagnostics.ShouldBeEmpty();
                file.Syntax.ToFullText().ShouldBe(variant);
            }
        }
    }

    [Fact]
    public void Resource_CarriesTypeConditionLoopAndNestedResources()
    {
        var outer = Statement<ResourceSyntax>("""
            @batchSize(1)
            resource a 'x/y@1' = [for (i, n) in b: if (i.on) {
              name: 'c'
              resource d 'z' existing = {
                name: 'e'
              }
            }]
            """);
        outer.Name.Text.ShouldBe("a");
        outer.Type.ShouldBeOfType<StringSyntax>().Literal.ShouldBe("x/y@1");
        outer.Decorators.ShouldHaveSingleItem().Name.ShouldBe("batchSize");
        outer.IsExisting.ShouldBeFalse();
        outer.Value.ShouldBeOfType<ForSyntax>().Index!.Name.Text.ShouldBe("n");
        outer.Body!.Properties.ShouldHaveSingleItem().KeyText.ShouldBe("name");
        var inner = outer.Body.Resources.ShouldHaveSingleItem();
        inner.IsExisting.ShouldBeTrue();
        inner.Ancestor<ResourceSyntax>().ShouldBe(outer);
    }

    [Fact]
    public void Import_NamesWhatItTakesAndWhatItCallsIt()
    {
        var list = Statement<ImportSyntax>("import { a, b as c, 'd-e' as f } from 'g.bicep'");
        list.Symbols.Select(symbol => $"{symbol.ExportedName}:{symbol.LocalName}").ShouldBe(["a:a", "b:c", "d-e:f"]);
        list.Path.ShouldBeOfType<StringSyntax>().Literal.ShouldBe("g.bicep");
        Statement<ImportSyntax>("import * as x from 'g.bicep'").Wildcard!.Name.Text.ShouldBe("x");
        Statement<ExtensionSyntax>("extension kubernetes as k8s").Alias!.Text.ShouldBe("k8s");
    }

    [Fact]
    public void Function_HasTypedParametersAndAReturnType()
    {
        var function = Statement<FunctionDeclarationSyntax>("func f(a string, b int?) string[] => [a]").Lambda!;
        function.Variables.Select(variable => variable.Type!.GetType().Name).ShouldBe([nameof(TypeNameSyntax), nameof(NullableTypeSyntax)]);
        function.ReturnType.ShouldBeOfType<ArrayTypeSyntax>();
    }

    [Fact]
    public void Variable_MayHaveAType()
    {
        Statement<VariableDeclarationSyntax>("var a string[] = []").Type.ShouldBeOfType<ArrayTypeSyntax>();
        Statement<VariableDeclarationSyntax>("var a = []").Type.ShouldBeNull();
    }

    [Fact]
    public void ParametersFile_NamesItsTemplate()
    {
        var file = BicepFile.Parse("x.bicepparam", "using none\nextends 'base.bicepparam'\nparam a = 1");
        file.Diagnostics.ShouldBeEmpty();
        file.IsParameters.ShouldBeTrue();
        file.Syntax.Statements[0].ShouldBeOfType<UsingSyntax>().IsNone.ShouldBeTrue();
        file.Syntax.Statements[1].ShouldBeOfType<ExtendsSyntax>().Path.ShouldBeOfType<StringSyntax>().Literal.ShouldBe("base.bicepparam");
        file.Syntax.Statements[2].ShouldBeOfType<ParameterAssignmentSyntax>().Name.Text.ShouldBe("a");
    }

    [Fact]
    public void Walker_MeetsEveryNode()
    {
        var counter = new Counter();
        counter.Visit(BicepFile.Parse("main.bicep", "var a = b + c.d").Syntax);
        counter.Names.ShouldBe(["b", "c"]);
    }

    private static T Statement<T>(string text) where T : StatementSyntax
    {
        var file = BicepFile.Parse("main.bicep", text);
        file.Diagnostics.ShouldBeEmpty();
        return file.Syntax.Statements.ShouldHaveSingleItem().ShouldBeOfType<T>();
    }

    private sealed class Counter : SyntaxWalker
    {
        public List<string> Names { get; } = [];

        public override void Visit(SyntaxNode node)
        {
            if (node is VariableSyntax variable) Names.Add(variable.Name.Text);
            base.Visit(node);
        }
    }
}
