namespace Bicep.Tests.Evaluation;

public sealed class StandardLibraryTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("1 + 2 * 3 - 8 / 2 % 3", "6")]
    [InlineData("-(-9223372036854775807) - 1", "9223372036854775806")]
    [InlineData("'a' == 'A' || 'a' =~ 'A'", "true")]
    [InlineData("'a${1 + 1}b${true}'", "'a2bTrue'")]
    [InlineData("null ?? 'x'", "'x'")]
    [InlineData("[1, 2, 3][^1]", "3")]
    [InlineData("[1, 2][?5]", "null")]
    [InlineData("{ a: { b: 1 } }.?c.?d", "null")]
    [InlineData("{ a: { b: 1 } }.?c.d[0].e ?? 'none'", "'none'")]
    [InlineData("{ a: { b: [] } }.?a.b[2].c ?? 'none'", "'none'")]
    [InlineData("({ a: { b: 1 } }.?c).d", "Cannot access properties of type \"null\". An \"object\" type is required.")]
    [InlineData("[...[1, 2], 3]", "[1, 2, 3]")]
    [InlineData("{ a: 1, ...{ a: 2, b: 3 } }", "{ a: 2, b: 3 }")]
    [InlineData("[for (x, i) in ['a', 'b']: '${i}${x}']", "['0a', '1b']")]
    [InlineData("format('{0:D3}-{1}', 7, 'x')", "'007-x'")]
    [InlineData("padLeft(5, 3, '0')", "'005'")]
    [InlineData("split('a,b;c', [',', ';'])", "['a', 'b', 'c']")]
    [InlineData("substring('frostline', 5)", "'line'")]
    [InlineData("replace('a-b-c', '-', '')", "'abc'")]
    [InlineData("base64ToString(base64('żółw'))", "'żółw'")]
    [InlineData("uri('https://a.example/b/', 'c')", "'https://a.example/b/c'")]
    [InlineData("union({ a: { b: 1 } }, { a: { c: 2 } })", "{ a: { b: 1, c: 2 } }")]
    [InlineData("union([1, 2], [2, 3])", "[1, 2, 3]")]
    [InlineData("intersection([1, 2, 3], [3, 2])", "[2, 3]")]
    [InlineData("range(3, 3)", "[3, 4, 5]")]
    [InlineData("map(filter([1, 2, 3, 4], x => x % 2 == 0), (x, i) => x * 10 + i)", "[20, 41]")]
    [InlineData("sort([3, 1, 2], (a, b) => a < b)", "[1, 2, 3]")]
    [InlineData("reduce([1, 2, 3], 0, (sum, x) => sum + x)", "6")]
    [InlineData("toObject(['a', 'b'], x => x, x => '${x}!')", "{ a: 'a!', b: 'b!' }")]
    [InlineData("groupBy(['ab', 'b', 'ac'], x => first(x))", "{ a: ['ab', 'ac'], b: ['b'] }")]
    [InlineData("mapValues({ a: 1 }, x => x + 1)", "{ a: 2 }")]
    [InlineData("items({ b: 1, a: 2 })", "[{ key: 'a', value: 2 }, { key: 'b', value: 1 }]")]
    [InlineData("objectKeys({ b: 1, a: 2 })", "['a', 'b']")]
    [InlineData("flatten([[1], [2, 3]])", "[1, 2, 3]")]
    [InlineData("contains('abc', 'b') && contains([1], 1) && contains({ a: 1 }, 'A')", "true")]
    [InlineData("indexOf('abcABC', 'C')", "2")]
    [InlineData("max([1, 5, 3]) - min(4, 2)", "3")]
    [InlineData("json('{\"a\": [1, 2.5]}').a[0]", "1")]
    [InlineData("string({ a: [1, 'x'] })", "'{\"a\":[1,\"x\"]}'")]
    [InlineData("int('42') + length('abc')", "45")]
    [InlineData("dateTimeAdd('2030-01-31T00:00:00Z', 'P1M')", "'2030-02-28T00:00:00Z'")]
    [InlineData("dateTimeToEpoch('1970-01-02T00:00:00Z')", "86400")]
    [InlineData("cidrSubnet('10.144.0.0/20', 24, 1)", "'10.144.1.0/24'")]
    [InlineData("cidrHost('10.144.3.0/24', 4)", "'10.144.3.5'")]
    [InlineData("parseCidr('10.144.0.0/20').lastUsable", "'10.144.15.254'")]
    [InlineData("resourceId('Microsoft.Sql/servers/databases', 's', 'd')", "'/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-test/providers/Microsoft.Sql/servers/s/databases/d'")]
    [InlineData("az.subscription().subscriptionId", "'11111111-1111-1111-1111-111111111111'")]
    [InlineData("environment().suffixes.storage", "'core.windows.net'")]
    public void Value_OfWhatNeedsNoCloud_IsKnown(string expression, string expected) => _workspace.Value(expression).ShouldBe(expected);

    [Fact]
    public void UniqueString_GivesWhatArmGives() =>
        _workspace.Value("uniqueString('/subscriptions/00000000-0000-0000-0000-000000000000', 'resource-id')").ShouldBe("'cwvxuqg24sifi'");

    [Fact]
    public void Guid_IsTheNameBasedUuidOfArmsNamespace() =>
        _workspace.Value("guid('a', 'b')").ShouldBe("'2d796349-8c7e-55ec-9624-54ece82ed031'");

    [Theory]
    [InlineData("1 / 0", "Division by zero is not supported.")]
    [InlineData("9223372036854775807 + 1", "The result is larger than a 64-bit integer.")]
    [InlineData("[1][3]", "The provided index value of \"3\" is not valid for type \"[1]\". Indexes for this type must be between 0 and 0.")]
    [InlineData("{ colour: 1 }.color", "The type \"object\" does not contain property \"color\". Did you mean \"colour\"?")]
    [InlineData("substring('abc', 2, 5)", "substring(2, 5) is outside of a text of 3 characters.")]
    [InlineData("int('x')", "'x' is not an integer.")]
    [InlineData("loadTextContent('missing.txt')", "An error occurred reading file. Could not find file 'missing.txt'.")]
    [InlineData("fail('Choose one.')", "Choose one.")]
    public void Value_OfWhatCannotBe_IsAnErrorThatSaysWhy(string expression, string expected) => _workspace.Value(expression).ShouldBe(expected);

    [Theory]
    [InlineData("a.json", "{ \"x\": [ { \"y\": 5 } ] }", "loadJsonContent('a.json').x[0].y", "5")]
    [InlineData("a.yaml", "x:\n  - y: 5 # five\n    z: 'a: b'\n  - text\n", "loadYamlContent('a.yaml').x", "[{ y: 5, z: 'a: b' }, 'text']")]
    [InlineData("a.yaml", "a: [1, {b: c, d: }, \"e\"]", "loadYamlContent('a.yaml').a", "[1, { b: 'c', d: null }, 'e']")]
    [InlineData("a.yaml", "a: &x {b: 1}\nc: *x\nd: !!str 12", "loadYamlContent('a.yaml')", "{ a: { b: 1 }, c: { b: 1 }, d: '12' }")]
    [InlineData("a.yaml", "a: one\n  two\n\n  three # four\nb: \"x\\u0041\n  y\"\n'c''d': 0x1F", "loadYamlContent('a.yaml')", "{ a: 'one two\\nthree', b: 'xA y', c'd: 31 }")]
    [InlineData("a.yaml", "a: |+\n  one\n    two\n\nb: >-\n  one\n  two\n\n  three\n", "loadYamlContent('a.yaml')", "{ a: 'one\\n  two\\n\\n', b: 'one two\\nthree' }")]
    [InlineData("a.yaml", "---\n- - 1\n  - 2\n-\n  a: 1\n- b: 2\n  c: 3\n...\n", "loadYamlContent('a.yaml')", "[[1, 2], { a: 1 }, { b: 2, c: 3 }]")]
    [InlineData("a.yaml", "a: 1\n b: 2", "loadYamlContent('a.yaml')", "Line 2 of the YAML: While scanning a plain scalar value, found invalid mapping.")]
    [InlineData("a.yaml", "a: *x", "loadYamlContent('a.yaml')", "Line 1 of the YAML: nothing before it is called 'x'.")]
    [InlineData("a.yaml", "a: [1, 2", "loadYamlContent('a.yaml')", "Line 2 of the YAML: While parsing a flow sequence, did not find expected ',' or ']'.")]
    [InlineData("a.yaml", "a: 1\n---\nb: 2", "loadYamlContent('a.yaml')", "Line 2 of the YAML: a second document begins; only one can be a value.")]
    [InlineData("a.yaml", "? [a]\n: b", "loadYamlContent('a.yaml')", "Line 1 of the YAML: a key is no scalar, which no object has.")]
    [InlineData("a.yaml", "", "loadYamlContent('a.yaml')", "null")]
    [InlineData("a.txt", "hello", "loadTextContent('a.txt')", "'hello'")]
    [InlineData("a.txt", "hello", "loadFileAsBase64('a.txt')", "'aGVsbG8='")]
    public void Load_ReadsFilesBesideTheTemplate(string name, string text, string expression, string expected) =>
        _workspace.With(name, text).Value(expression).ShouldBe(expected);

    [Theory]
    [InlineData("reference('x').y", "reference('x').y")]
    [InlineData("'https://${s.properties.primaryEndpoints.blob}'", "'https://${s.properties.primaryEndpoints.blob}'")]
    [InlineData("s.listKeys().keys[0].value", "s.listKeys().keys[0].value")]
    [InlineData("empty(s.properties.x) ? 1 : 2", "empty(s.properties.x) ? 1 : 2")]
    [InlineData("s.id", "'/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-test/providers/Test.Store/stores/s1'")]
    public void Value_OfWhatOnlyADeploymentKnows_StaysVisible(string expression, string expected) =>
        _workspace.Value(expression, "resource s 'Test.Store/stores@2020-01-01' existing = { name: 's1' }").ShouldBe(expected);
}
