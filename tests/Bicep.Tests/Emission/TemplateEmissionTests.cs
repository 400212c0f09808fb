using System.Text.Json.Nodes;
using Bicep.Tests.Evaluation;

namespace Bicep.Tests.Emission;

public sealed class TemplateEmissionTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("1 + 2 * 3", "[add(1, mul(2, 3))]")]
    [InlineData("p == 'a' && !b || n > 3", "[or(and(equals(parameters('p'), 'a'), not(parameters('b'))), greater(parameters('n'), 3))]")]
    [InlineData("p =~ 'A' ? 'x' : 'y'", "[if(equals(toLower(parameters('p')), toLower('A')), 'x', 'y')]")]
    [InlineData("'it''s {${p}}'", null)]
    [InlineData("'it\\'s {${p}}'", "[format('it''s {{{0}}}', parameters('p'))]")]
    [InlineData("'[not an expression]'", "[[not an expression]")]
    [InlineData("o.?a.b[0] ?? 'none'", "[coalesce(tryGet(parameters('o'), 'a', 'b', 0), 'none')]")]
    [InlineData("list[^1]", "[indexFromEnd(parameters('list'), 1)]")]
    [InlineData("[...list, 'z']", "[flatten(createArray(parameters('list'), createArray('z')))]")]
    [InlineData("{ a: 1, ...o }", "[shallowMerge(createArray(createObject('a', 1), parameters('o')))]")]
    [InlineData("map(list, (x, i) => '${i}${x}')", "[map(parameters('list'), lambda('x', 'i', format('{0}{1}', lambdaVariables('i'), lambdaVariables('x'))))]")]
    [InlineData("double(p)", "[__bicep.double(parameters('p'))]")]
    [InlineData("s.id", "[resourceId('Test.Store/stores', 's1')]")]
    [InlineData("s.properties.blob", "[reference('s').blob]")]
    [InlineData("s.location", "[reference('s', '2020-01-01', 'full').location]")]
    [InlineData("s.listKeys().keys[0].value", "[listKeys('s', '2020-01-01').keys[0].value]")]
    [InlineData("az.resourceGroup().location", "[resourceGroup().location]")]
    [InlineData("any(p)", "[parameters('p')]")]
    [InlineData("'[open'", "[open")]
    [InlineData("s.type", "Test.Store/stores")]
    [InlineData("max(4294967296, -4294967296, 7)", "[max(json('4294967296'), json('-4294967296'), 7)]")]
    [InlineData("map(loop, l => l.id)", "[map(references('loop', 'full'), lambda('l', lambdaVariables('l').resourceId))]")]
    [InlineData("map(filter(loop, l => l.properties.on), l => l.name)", "[map(filter(references('loop', 'full'), lambda('l', lambdaVariables('l').properties.on)), lambda('l', last(split(lambdaVariables('l').resourceId, '/'))))]")]
    [InlineData("loop[^1].id", "[indexFromEnd(references('loop', 'full'), 1).resourceId]")]
    [InlineData("map(parts, p => p.outputs.made)", "[map(references('parts', 'full'), lambda('p', lambdaVariables('p').properties.outputs.made.value))]")]
    [InlineData("first(parts).?outputs.made ?? ''", "[coalesce(tryGet(first(references('parts', 'full')), 'properties', 'outputs', 'made', 'value'), '')]")]
    [InlineData("loop[n].name", "[format('l{0}', range(0, 2)[parameters('n')])]")]
    [InlineData("nameof(s.id)", "id")]
    [InlineData("runtime", "[format('x{0}', reference('s').blob)]")]
    [InlineData("loadTextContent('text.txt')", "[hello")]
    public void Emit_WithExpression_WritesItAsArm(string expression, string? expected)
    {
        var template = _workspace.With("text.txt", "[hello").With("made.bicep", "output made string = 'x'").Compile($$"""
            param p string
            param b bool
            param n int
            param o object
            param list array
            func double(text string) string => '${text}${text}'
            resource s 'Test.Store/stores@2020-01-01' = { name: 's1' }
            resource loop 'Test.Store/stores@2020-01-01' = [for i in range(0, 2): { name: 'l${i}' }]
            module parts 'made.bicep' = [for i in range(0, 2): { name: 'p${i}' }]
            var runtime = 'x${s.properties.blob}'
            output result any = {{expression}}
            output all array = [p, b, n, o, list, double(p), runtime]
            """).EmitArm();

        (template is null ? null : (string?)JsonNode.Parse(template)!["outputs"]!["result"]!["value"]).ShouldBe(expected);
    }

    [Fact]
    public void Emit_WithAllOfIt_WritesTheGoldenTemplate()
    {
        _workspace.With("part.bicep", """
            import { size } from 'shared.bicep'
            param sizes size[]
            @secure()
            param key string
            output made array = [for (one, i) in sizes: '${i}${one}']
            output length int = length(key)
            """).With("shared.bicep", """
            @export()
            type size = 'small' | 'large'
            @export()
            var prefix = 'frost'
            @export()
            func named(what string) string => 'frost-${what}'
            """);

        var template = _workspace.Compile("""
            import { named, prefix } from 'shared.bicep'
            metadata owner = 'frostline'
            @description('Names of databases.')
            @minLength(1)
            param names string[]
            @allowed(['dev', 'prod'])
            param stage string = 'dev'
            @secure()
            param password string
            param note string?
            var loud = [for name in names: toUpper(name)]
            resource server 'Test.Sql/servers@2020-01-01' = {
              name: named('sql')
              location: resourceGroup().location
              properties: {
                password: password
                note: note
                rules: [for (name, i) in names: { name: name, order: i }]
              }
              resource policy 'policies' = if (stage == 'prod') {
                name: 'default'
              }
            }
            @batchSize(2)
            resource databases 'Test.Sql/servers/databases@2020-01-01' = [for (name, i) in names: if (name != 'skip') {
              parent: server
              name: '${name}${i}'
            }]
            resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
              scope: server
              name: 'keep'
              properties: { level: 'CanNotDelete' }
              dependsOn: [databases]
            }
            resource vault 'Test.Vault/vaults@2020-01-01' existing = {
              name: 'vault'
              scope: resourceGroup('other')
            }
            module part 'part.bicep' = {
              name: 'part'
              scope: resourceGroup('other')
              params: {
                sizes: ['small']
                key: vault.getSecret('key')
              }
            }
            output ids array = [for (name, i) in names: databases[i].id]
            output first string = databases[0].properties.state
            output made array = part.outputs.made
            output loud array = loud
            output child string = '${prefix}${server::policy.name}'
            """).EmitArm();

        template.ShouldNotBeNull().ShouldBe(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Emission", "golden.json")));
    }

    [Theory]
    [InlineData("param p ('a' | null)[]", "parameters/p", """{"type":"array","allowedValues":["a",null]}""")]
    [InlineData("param p { a: 1 } | { a: 2 }", "parameters/p", """{"type":"object","allowedValues":[{"a":1},{"a":2}]}""")]
    [InlineData("type t = 'a' | 'b'\nparam p t | 'b'", "parameters/p", """{"type":"string","allowedValues":["a","b"]}""")]
    [InlineData("param p { a: 'x' | 'y' } | { a: 'z' }", "parameters/p", """{"type":"object"}""")]
    [InlineData("type t = string?\nparam p t!", "parameters/p", """{"$ref":"#/definitions/t","nullable":false}""")]
    [InlineData("type a = { k: 'a' }\n@discriminator('k')\nparam p (a | { k: 'b' })?", "parameters/p", """{"type":"object","discriminator":{"propertyName":"k","mapping":{"a":{"$ref":"#/definitions/a"},"b":{"type":"object","properties":{"k":{"type":"string","allowedValues":["b"]}}}}},"nullable":true}""")]
    [InlineData("@description('own')\n@metadata({ description: 'other', x: 1 })\nparam p int", "parameters/p", """{"type":"int","metadata":{"description":"own","x":1}}""")]
    [InlineData("var v = { copy: 1, '[x]': 2 }", "variables/v", """{"[string('copy')]":1,"[[x]":2}""")]
    [InlineData("var v = [for i in range(0, 2): [i]]", "variables/copy", """[{"name":"v","count":"[length(range(0, 2))]","input":"[createArray(range(0, 2)[copyIndex('v')])]"}]""")]
    [InlineData("var v = [for i in range(0, 2): 3]", "variables/copy", """[{"name":"v","count":"[length(range(0, 2))]","input":"[int(3)]"}]""")]
    [InlineData("param a bool\nresource r 'A.B/c@2020-01-01' = if (a) {\n  name: 'r'\n  resource q 'd' = if (!a) {\n    name: 'q'\n  }\n}", "resources/r::q/condition", "\"[and(parameters('a'), not(parameters('a')))]\"")]
    [InlineData("resource r 'A.B/c@2020-01-01' = {\n  name: 'r'\n  resource q 'd' = [for i in range(0, 2): {\n    name: 'q${i}'\n  }]\n}", "resources/r::q/copy/name", "\"q\"")]
    public void Emit_WithDeclaration_WritesItAsArm(string text, string path, string expected)
    {
        var node = JsonNode.Parse(_workspace.Compile(text).EmitArm().ShouldNotBeNull());
        foreach (var step in path.Split('/'))
        {
            node = node.ShouldNotBeNull()[step];
        }

        node.ShouldNotBeNull().ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).ShouldBe(expected);
    }

    [Fact]
    public void Emit_WithChoiceOfSecrets_ChoosesBetweenReferenceAndValue()
    {
        _workspace.With("m.bicep", "@secure()\nparam key string\noutput o int = length(key)\n");

        var template = _workspace.Compile("param own bool\nresource v 'Test.Vault/vaults@2020-01-01' existing = { name: 'v' }\nmodule m 'm.bicep' = { name: 'm', params: { key: own ? v.getSecret('k') : '' } }\n").EmitArm();

        ((string?)JsonNode.Parse(template.ShouldNotBeNull())!["resources"]!["m"]!["properties"]!["parameters"]!["key"])
            .ShouldBe("[if(parameters('own'), createObject('reference', createObject('keyVault', createObject('id', resourceId('Test.Vault/vaults', 'v')), 'secretName', 'k')), createObject('value', ''))]");
    }

    [Fact]
    public void Emit_WithModulesThatMultiply_GivesUp()
    {
        for (var i = 0; i < 30; i++)
        {
            _workspace.With($"m{i}.bicep", $"module a 'm{i + 1}.bicep' = {{ name: 'a' }}\nmodule b 'm{i + 1}.bicep' = {{ name: 'b' }}\n");
        }

        var compilation = _workspace.With("m30.bicep", "output o int = 1\n").Compile("module m 'm0.bicep' = { name: 'm' }\n");

        compilation.EmitArm().ShouldBeNull();
        compilation.Evaluate(Workspace.Context).Diagnostics.ShouldContain(found => found.Code == "limit");
    }

    [Fact]
    public void Emit_WithTypesThatAreThemselves_Ends() =>
        _workspace.Compile("type a = { next: b? }\ntype b = { next: a? }\ntype tree = { left: tree?, kind: tree?, other: a[] }\nparam p tree = { kind: { other: [] }, other: [] }\nparam q a = {}\noutput o array = [p, q]\n").EmitArm().ShouldNotBeNull();

    [Theory]
    [InlineData("output o int? = m.?outputs.size", "[tryGet(if(parameters('b'), reference('m'), null()), 'outputs', 'size', 'value')]")]
    [InlineData("output o int = m!.outputs.size", "[reference('m').outputs.size.value]")]
    [InlineData("output o int? = ms[1].?outputs.size", "[tryGet(if(equals(createArray(1, 2)[1], 1), reference(format('ms[{0}]', 1)), null()), 'outputs', 'size', 'value')]")]
    [InlineData("output o string? = r.?properties.address.host", "[tryGet(if(parameters('b'), reference('r', '2020-01-01', 'full'), null()), 'properties', 'address', 'host')]")]
    [InlineData("output o string? = r.?id", "[resourceId('Test.Sql/servers', 'r')]")]
    [InlineData("@secure()\noutput o string = m!.outputs.key", "[listOutputsWithSecureValues('m', '2025-04-01').key]")]
    [InlineData("output o string = ms[0].name", "[format('ms-{0}-{1}', 0, uniqueString('ms', deployment().name))]")]
    [InlineData("output o string = any(r).name", "[reference('r', '2020-01-01', 'full').name]")]
    public void EmitArm_WithAReadOfWhatAConditionMayLeaveOut_AsksOnlyForWhatIsThere(string output, string expected)
    {
        _workspace.With("part.bicep", "output size int = 1\n@secure()\noutput key string = 'k'");

        Parse($$"""
            param b bool
            resource r 'Test.Sql/servers@2020-01-01' = if (b) { name: 'r' }
            module m 'part.bicep' = if (b) { name: 'm' }
            module ms 'part.bicep' = [for x in [1, 2]: if (x == 1) { }]
            {{output}}
            """)["outputs"]!["o"]!["value"]!.GetValue<string>().ShouldBe(expected);
    }

    [Fact]
    public void EmitArm_WithAnExistingResourceNamedByAModule_WaitsForTheModule()
    {
        _workspace.With("part.bicep", "output size string = '1'");

        var template = Parse("""
            module m 'part.bicep' = { name: 'm' }
            resource known 'Test.Sql/servers@2020-01-01' existing = { name: m.outputs.size }
            var id = known.id
            resource other 'Test.Sql/servers@2020-01-01' = { name: 'other', properties: { id: id } }
            """);

        template["variables"].ShouldBeNull();
        template["resources"]!["known"]!["name"]!.GetValue<string>().ShouldBe("[reference('m').outputs.size.value]");
        template["resources"]!["other"]!["properties"]!["id"]!.GetValue<string>().ShouldBe("[resourceId('Test.Sql/servers', reference('m').outputs.size.value)]");
        template["resources"]!["other"]!["dependsOn"]!.AsArray().Select(one => one!.GetValue<string>()).ShouldBe(["m"]);
    }

    [Fact]
    public void EmitArm_WithModulesInALoopAndNoName_NamesEachOfThem()
    {
        _workspace.With("part.bicep", "output size int = 1");

        Parse("module ms 'part.bicep' = [for x in [1, 2]: { }]")["resources"]!["ms"]!["name"]!.GetValue<string>()
            .ShouldBe("[format('ms-{0}-{1}', copyIndex(), uniqueString('ms', deployment().name))]");
    }

    [Theory]
    [InlineData("sku.name", "string", "properties/sku/properties/name")]
    [InlineData("properties.networkAcls.ipRules[*]", "object", "properties/properties/properties/networkAcls/properties/ipRules/items")]
    [InlineData("tags.*", "string", "properties/tags/additionalProperties")]
    public void EmitArm_WithTheTypeOfAResource_SaysWhereItIs(string path, string type, string place)
    {
        var parameter = Parse($"param p resourceInput<'Microsoft.Storage/storageAccounts@2025-08-01'>.{path}\noutput o int = length(string(p))")["parameters"]!["p"]!;

        parameter["type"]!.GetValue<string>().ShouldBe(type);
        parameter["metadata"]!["__bicep_resource_derived_type!"]!["source"]!.GetValue<string>().ShouldBe($"Microsoft.Storage/storageAccounts@2025-08-01#{place}");
    }

    [Fact]
    public void EmitArm_WithTheTypeOfAnOlderVersion_StillKnowsItsKind()
    {
        var output = Parse("output o resourceOutput<'Microsoft.Storage/storageAccounts@2019-06-01'>.sku.name = 'Standard_LRS'")["outputs"]!["o"]!;

        output["type"]!.GetValue<string>().ShouldBe("string");
        output["metadata"]!["__bicep_resource_derived_type!"]!.ToJsonString().ShouldBe("""{"source":"Microsoft.Storage/storageAccounts@2019-06-01#properties/sku/properties/name","output":true}""");
    }

    [Theory]
    [InlineData("module m 'part.bicep' = { name: 'm', scope: group }", "m", "resourceGroup", "rg")]
    [InlineData("module m 'part.bicep' = [for i in range(0, 2): { name: 'm${i}', scope: groups[i] }]", "m", "resourceGroup", "[format('rg{0}', range(0, 2)[range(0, 2)[copyIndex()]])]")]
    [InlineData("module m 'all.bicep' = { name: 'm' }", "m", "location", "[deployment().location]")]
    [InlineData("module m 'all.bicep' = { name: 'm', scope: subscription('s') }", "m", "location", "[deployment().location]")]
    [InlineData("module m 'top.bicep' = { name: 'm', scope: tenant() }", "m", "location", "[deployment().location]")]
    [InlineData("resource v 'Test.Vault/vaults@2020-01-01' existing = { name: 'v', scope: group }", "v", "resourceGroup", "rg")]
    public void EmitArm_OfASubscription_SaysWhereItsPartsAre(string text, string symbol, string property, string expected)
    {
        _workspace.With("part.bicep", "").With("all.bicep", "targetScope = 'subscription'").With("top.bicep", "targetScope = 'tenant'");

        var template = Parse($$"""
            targetScope = 'subscription'
            resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = { name: 'rg', location: 'here' }
            resource groups 'Microsoft.Resources/resourceGroups@2025-04-01' = [for i in range(0, 2): { name: 'rg${i}', location: 'here' }]
            {{text}}
            """);

        template["resources"]![symbol]![property]!.GetValue<string>().ShouldBe(expected);
    }

    [Fact]
    public void EmitArm_OfAnIdInAGroupThatTheFileDeclares_NamesTheGroup() => Parse("""
        targetScope = 'subscription'
        resource group 'Microsoft.Resources/resourceGroups@2025-04-01' existing = { name: 'rg' }
        resource v 'Test.Vault/vaults@2020-01-01' existing = { name: 'v', scope: group }
        output o string = v.id
        """)["outputs"]!["o"]!["value"]!.GetValue<string>()
        .ShouldBe("[extensionResourceId(format('/subscriptions/{0}/resourceGroups/{1}', subscription().subscriptionId, 'rg'), 'Test.Vault/vaults', 'v')]");

    private JsonNode Parse(string text) => JsonNode.Parse(_workspace.Compile(text).EmitArm().ShouldNotBeNull(string.Join('\n', _workspace.Problems(text))))!;
}
