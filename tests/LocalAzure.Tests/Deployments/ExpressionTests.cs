using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Deployments;
using LocalAzure.Deployments.Expressions;
using LocalAzure.Deployments.Templates;

namespace LocalAzure.Tests.Deployments;

/// <summary>Values the documentation of the language gives, or that follow from it.</summary>
public sealed class ExpressionTests
{
    [Theory]
    [InlineData("[concat('a', 1, true())]", "\"a1True\"")]
    [InlineData("[concat(createArray(1), createArray(2, 3))]", "[1,2,3]")]
    [InlineData("[format('{0}-{1:D3}', 'a', 7)]", "\"a-007\"")]
    [InlineData("[[literal]", "\"[literal]\"")]
    [InlineData("['it''s']", "\"it's\"")]
    [InlineData("[if(equals(1, 1), 'yes', fail('never evaluated'))]", "\"yes\"")]
    [InlineData("[and(true(), or(false(), not(false())))]", "true")]
    [InlineData("[coalesce(null(), null(), 'b')]", "\"b\"")]
    [InlineData("[union(createObject('a', 1, 'n', createObject('x', 1)), createObject('b', 2, 'n', createObject('y', 2)))]", """{"a":1,"n":{"x":1,"y":2},"b":2}""")]
    [InlineData("[union(createArray(1, 2), createArray(2, 3))]", "[1,2,3]")]
    [InlineData("[intersection(createArray(1, 2, 3), createArray(3, 2))]", "[2,3]")]
    [InlineData("[shallowMerge(createArray(createObject('n', createObject('x', 1)), createObject('n', createObject('y', 2))))]", """{"n":{"y":2}}""")]
    [InlineData("[tryGet(createObject('a', createArray(5, 6)), 'a', 1)]", "6")]
    [InlineData("[tryGet(createObject('a', 1), 'b', 'c')]", "null")]
    [InlineData("[createObject('Name', 'x').name]", "\"x\"")]
    [InlineData("[items(createObject('b', 2, 'a', 1))]", """[{"key":"a","value":1},{"key":"b","value":2}]""")]
    [InlineData("[map(range(0, 3), lambda('i', mul(lambdaVariables('i'), 10)))]", "[0,10,20]")]
    [InlineData("[filter(createArray(3, 1, 2), lambda('i', greater(lambdaVariables('i'), 1)))]", "[3,2]")]
    [InlineData("[reduce(range(1, 4), 0, lambda('sum', 'i', add(lambdaVariables('sum'), lambdaVariables('i'))))]", "10")]
    [InlineData("[sort(createArray(3, 1, 2), lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b'))))]", "[1,2,3]")]
    [InlineData("[toObject(createArray('a', 'b'), lambda('x', lambdaVariables('x')), lambda('x', toUpper(lambdaVariables('x'))))]", """{"a":"A","b":"B"}""")]
    [InlineData("[groupBy(createArray('aa', 'b', 'ab'), lambda('x', first(lambdaVariables('x'))))]", """{"a":["aa","ab"],"b":["b"]}""")]
    [InlineData("[mapValues(createObject('a', 1), lambda('v', add(lambdaVariables('v'), 1)))]", """{"a":2}""")]
    [InlineData("[flatten(createArray(createArray(1), createArray(2, 3)))]", "[1,2,3]")]
    [InlineData("[take('abcdef', 3)]", "\"abc\"")]
    [InlineData("[skip(createArray(1, 2, 3), 1)]", "[2,3]")]
    [InlineData("[split('a,b;c', createArray(',', ';'))]", """["a","b","c"]""")]
    [InlineData("[join(createArray('a', 'b'), '-')]", "\"a-b\"")]
    [InlineData("[substring('abcdef', 2, 3)]", "\"cde\"")]
    [InlineData("[replace('a.b.c', '.', '')]", "\"abc\"")]
    [InlineData("[padLeft(5, 3, '0')]", "\"005\"")]
    [InlineData("[string(createObject('a', 1))]", "\"{\\\"a\\\":1}\"")]
    [InlineData("[json('{\"cpu\":0.25}').cpu]", "0.25")]
    [InlineData("[int('42')]", "42")]
    [InlineData("[bool('true')]", "true")]
    [InlineData("[mod(7, 3)]", "1")]
    [InlineData("[max(createArray(1, 5, 3))]", "5")]
    [InlineData("[contains(createObject('A', 1), 'a')]", "true")]
    [InlineData("[empty(createArray())]", "true")]
    [InlineData("[base64ToString(base64('käse'))]", "\"käse\"")]
    [InlineData("[uri('https://a.example/x/', 'y')]", "\"https://a.example/x/y\"")]
    [InlineData("[dateTimeAdd('2020-01-31T00:00:00Z', 'P1M')]", "\"2020-02-29T00:00:00Z\"")]
    [InlineData("[dateTimeAdd('2020-04-07T14:53:14Z', '-PT1H')]", "\"2020-04-07T13:53:14Z\"")]
    [InlineData("[dateTimeToEpoch('2023-05-08T14:59:38Z')]", "1683557978")]
    [InlineData("[cidrSubnet('10.144.0.0/20', 24, 2)]", "\"10.144.2.0/24\"")]
    [InlineData("[cidrHost('10.144.3.0/24', 0)]", "\"10.144.3.1\"")]
    [InlineData("[environment().suffixes.acrLoginServer]", "\".azurecr.io\"")]
    [InlineData("[resourceId('Microsoft.App/containerApps', 'api')]", "\"/subscriptions/sub/resourceGroups/rg/providers/Microsoft.App/containerApps/api\"")]
    [InlineData("[resourceId('other', 'Microsoft.A/b/c', 'x', 'y')]", "\"/subscriptions/sub/resourceGroups/other/providers/Microsoft.A/b/x/c/y\"")]
    [InlineData("[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'r')]", "\"/subscriptions/sub/providers/Microsoft.Authorization/roleDefinitions/r\"")]
    [InlineData("[extensionResourceId('/subscriptions/s/resourceGroups/g/providers/A.B/c/d', 'Microsoft.Insights/diagnosticSettings', 'logs')]", "\"/subscriptions/s/resourceGroups/g/providers/A.B/c/d/providers/Microsoft.Insights/diagnosticSettings/logs\"")]
    [InlineData("[utcNow('yyyy-MM-dd')]", "\"2026-01-02\"")]
    public void Expression_Gives(string expression, string expected) =>
        JsonNode.DeepEquals(Evaluate(expression), JsonNode.Parse(expected)).ShouldBeTrue($"{Evaluate(expression)?.ToJsonString() ?? "null"} is not {expected}");

    [Theory]
    [InlineData("[concat('a']", "Unable to parse language expression 'concat('a'': ')' was expected at position 10.")]
    [InlineData("['open]", "Unable to parse language expression ''open': a string has no closing quote at position 5.")]
    [InlineData("[nothing()]", "The template function 'nothing' is not valid or not known to LocalAzure.")]
    [InlineData("[parameters('nothing')]", "The template parameter 'nothing' is not found. Please see https://aka.ms/arm-syntax-parameters for usage details.")]
    [InlineData("[createObject('a', 1).b]", "The language expression property 'b' doesn't exist, available properties are 'a'.")]
    [InlineData("[createArray(1)[4]]", "The language expression property array index '4' is out of bounds: the array has 1 items.")]
    [InlineData("[add('1', 2)]", "Unable to evaluate template language function 'add': argument 1 must be an integer, not a value of type 'String'.")]
    [InlineData("[copyIndex()]", "Unable to evaluate template language function 'copyIndex': it is used outside of a copy loop.")]
    [InlineData("[fail('on purpose')]", "on purpose")]
    public void Expression_ThatCannotBeEvaluated_SaysWhy(string expression, string message) =>
        Should.Throw<ExpressionException>(() => Evaluate(expression)).Message.ShouldBe(message);

    [Fact]
    public void Guid_IsTheNameBasedOneOfThePlatformsNamespace() =>
        Fingerprints.Guid(["a", "b"]).ToString().ShouldBe("2d796349-8c7e-55ec-9624-54ece82ed031");

    [Fact]
    public void UniqueString_HasThirteenLettersAndTellsTextsApart()
    {
        var one = Fingerprints.UniqueString(["/subscriptions/sub/resourceGroups/rg"]);
        one.ShouldMatch("^[a-z2-7]{13}$");
        one.ShouldBe(Fingerprints.UniqueString(["/subscriptions/sub/resourceGroups/rg"]));
        one.ShouldNotBe(Fingerprints.UniqueString(["/subscriptions/sub/resourceGroups/rh"]));
    }

    [Fact]
    public void Expression_NestedTooDeep_IsRefusedWithoutAStackOverflow() =>
        Should.Throw<ExpressionException>(() => Evaluate($"[{string.Concat(Enumerable.Repeat("not(", 4000))}true(){new string(')', 4000)}]")).Message.ShouldContain("nested deeper than 128 levels");

    [Theory]
    [InlineData("[reduce(range(0, 10000), 'x', lambda('all', 'i', concat(lambdaVariables('all'), lambdaVariables('all'))))]")]
    [InlineData("[reduce(range(0, 10000), createArray(), lambda('all', 'i', createArray(lambdaVariables('all'), lambdaVariables('all'))))]")]
    [InlineData("[reduce(range(0, 10000), createObject(), lambda('all', 'i', createObject('deeper', lambdaVariables('all'))))]")]
    [InlineData("[length(map(range(0, 10000), lambda('i', map(range(0, 10000), lambda('j', lambdaVariables('j'))))))]")]
    public void Expression_ThatGrowsWithoutMeasure_IsRefused(string expression) =>
        Should.Throw<ExpressionException>(() => Evaluate(expression)).Message.ShouldMatch("limit|too large|steps");

    [Fact]
    public void Variables_ThatNeedEachOther_AreRefused()
    {
        var template = Deploying.Template("[]", variables: """{"a":"[variables('b')]","b":"[variables('a')]"}""");

        Should.Throw<ExpressionException>(() => Frame(template).Variable("a")).Message.ShouldBe("Circular dependency detected: the variable 'a' needs itself.");
    }

    [Fact]
    public void UserFunction_SeesItsOwnParametersOnly()
    {
        var template = Deploying.Template("[]", variables: """{"a":"[contoso.greet('you')]"}""");
        template["functions"] = JsonNode.Parse("""[{"namespace":"contoso","members":{"greet":{"parameters":[{"name":"who","type":"string"}],"output":{"type":"string","value":"[format('hello {0}', parameters('who'))]"}}}}]""");

        Frame(template).Variable("a")!.GetValue<string>().ShouldBe("hello you");
    }

    [Fact]
    public void Variables_WithLoops_HaveOneItemForEachTurn()
    {
        var template = Deploying.Template("[]", variables: """
            {"copy":[{"name":"names","count":2,"input":"[format('n{0}', copyIndex('names'))]"}],"settings":{"copy":[{"name":"inner","count":2,"input":"[copyIndex('inner', 5)]"}]}}
            """);

        Frame(template).Variable("names")!.ToJsonString().ShouldBe("""["n0","n1"]""");
        Frame(template).Variable("settings")!.ToJsonString().ShouldBe("""{"inner":[5,6]}""");
    }

    private static JsonNode? Evaluate(string expression) => new Evaluation(Frame(Deploying.Template("[]"))).Evaluate(expression);

    private static TemplateFrame Frame(JsonObject template) => new(new Template(JsonSerializer.SerializeToElement(template), null), new FrameSettings
    {
        Scope = new DeploymentScope("sub", "rg"),
        Name = "test",
        World = new EmptyWorld(),
        Now = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
    });

    private sealed class EmptyWorld : IResourceWorld
    {
        public JsonObject? Find(string id) => null;

        public JsonNode List(string function, string id) => throw new InvalidOperationException();
    }
}
