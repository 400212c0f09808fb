using Bicep.Tests.Evaluation;

namespace Bicep.Tests.Types;

public sealed class TypeCheckTests : IDisposable
{
    private const string Registry = """
        param location string = 'westeurope'
        resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' = {
          name: 'coffeeregistry'
          location: location
          sku: { name: 'Premium' }
          properties: {
            adminUserEnabled: false
          }
        }
        """;

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Compile_WithRightResource_FindsNothing() => _workspace.Problems(Registry).ShouldBeEmpty();

    [Theory]
    [InlineData("adminUserEnabled: false", "adminUserEnable: false", "7,5 BCP089 The property \"adminUserEnable\" is not allowed on objects of type \"RegistryProperties\". Did you mean \"adminUserEnabled\"?")]
    [InlineData("adminUserEnabled: false", "adminUserEnabled: 'no'", "7,5 BCP036 The property \"adminUserEnabled\" expected a value of type \"bool\" but the provided value is of type \"'no'\".")]
    [InlineData("adminUserEnabled: false", "adminUserEnabled: location", "7,5 BCP036 The property \"adminUserEnabled\" expected a value of type \"bool\" but the provided value is of type \"string\".")]
    [InlineData("adminUserEnabled: false", "loginServer: 'x'", "7,5 BCP073 The property \"loginServer\" is read-only. Expressions cannot be assigned to read-only properties.")]
    [InlineData("  sku: { name: 'Premium' }\n", "", "2,10 BCP035 The specified \"resource\" declaration is missing the following required properties: \"sku\".")]
    [InlineData("'Premium'", "'Premum'", "5,10 BCP088 The property \"name\" expected a value of type \"'Basic' | 'Classic' | 'Premium' | 'Standard' | string\" but the provided value is of type \"'Premum'\". Did you mean \"'Premium'\"?")]
    [InlineData("2025-11-01", "2029-11-01", "2,19 BCP081 Resource type \"Microsoft.ContainerRegistry/registries@2029-11-01\" does not have types available: its known api-versions are")]
    [InlineData("/registries@", "/registrys@", "2,19 BCP081 Resource type \"Microsoft.ContainerRegistry/registrys@2025-11-01\" does not have types available. Bicep is unable to validate resource properties prior to deployment, but this will not block the resource from being deployed. Did you mean \"Microsoft.ContainerRegistry/registries\"?")]
    [InlineData("'coffeeregistry'", "'coffee-registry'", "3,3 BCP416 The supplied string 'coffee-registry' does not match the expected pattern of /")]
    [InlineData("'coffeeregistry'", "'ab'", "3,3 BCP333 The provided value (whose length will always be less than or equal to 2) is too short to assign to a target for which the minimum allowable length is 5.")]
    public void Compile_WithWrongResource_SaysWhereAndWhat(string right, string wrong, string expected) =>
        _workspace.Problems(Registry.Replace(right, wrong, StringComparison.Ordinal)).Select(problem => problem[..Math.Min(problem.Length, expected.Length)]).ShouldContain(expected);

    [Theory]
    [InlineData("    adminUserEnabled: false", "    #disable-next-line BCP089\n    adminUserEnable: false")]
    [InlineData("  sku: { name: 'Premium' }", "  #disable-next-line BCP037\n  colour: 'red'\n  sku: { name: 'Premium' }")]
    [InlineData("resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01'", "#disable-next-line BCP081\nresource registry 'Microsoft.ContainerRegistry/registries@2029-11-01'")]
    public void Compile_WithWhatTheTypeDataDoNotKnow_BelievesTheFileThatSaysSo(string right, string wrong) =>
        _workspace.Problems($"{Registry.Replace(right, wrong, StringComparison.Ordinal)}\n#disable-next-line BCP053\noutput o string = registry.colour").ShouldBeEmpty();

    [Fact]
    public void Compile_WithWhatAModuleDoesNotKnow_BelievesNobody() =>
        _workspace.With("m.bicep", "").Problems("module m 'm.bicep' = {\n  name: 'm'\n  params: {\n    #disable-next-line BCP037\n    a: 1\n  }\n}").ShouldNotBeEmpty();

    [Theory]
    [InlineData("@minValue(2)\nparam a int = 1\noutput o int = a", "2,15 BCP328 The provided value (which will always be less than or equal to 1) is too small to assign to a target for which the minimum allowable value is 2.")]
    [InlineData("@allowed(['x', 'y'])\nparam a string = 'z'\noutput o string = a", "2,18 BCP033 Expected a value of type \"'x' | 'y'\" but the provided value is of type \"'z'\".")]
    [InlineData("param a { b: int, c: string? } = { b: 'x' }\noutput o object = a", "1,36 BCP036 The property \"b\" expected a value of type \"int\" but the provided value is of type \"'x'\".")]
    [InlineData("@discriminator('kind')\ntype t = { kind: 'a', x: int } | { kind: 'b' }\nparam p t = { kind: 'a' }\noutput o object = p", "3,13 BCP035 The specified \"object\" declaration is missing the following required properties: \"x\".")]
    [InlineData("output o int = 'x'", "1,16 BCP033 Expected a value of type \"int\" but the provided value is of type \"'x'\".")]
    [InlineData("param a string[] = [1]\noutput o array = a", "1,21 BCP034 The enclosing array expected an item of type \"string\", but the provided item was of type \"1\".")]
    [InlineData("resource a 'Microsoft.App/containerApps@2026-01-01' existing = { name: 'aaa' }\noutput o string = a.properties.configuration.ingres.fqdn", "2,46 BCP083 The type \"object\" does not contain property \"ingres\". Did you mean \"ingress\"?")]
    [InlineData("resource a 'Microsoft.App/containerApps@2026-01-01' existing = { name: 'aaa' }\noutput o string = a.properties.configuration['in-gress']", "2,46 BCP083 The type \"object\" does not contain property \"in-gress\". Did you mean \"ingress\"?")]
    [InlineData("param p { a: string }\noutput o string = p['b']", "2,21 BCP053 The type \"object\" does not contain property \"b\". Available properties include \"a\".")]
    [InlineData("param p string\noutput o object = { ...p }", "2,21 BCP402 The spread operator \"...\" can only be used in this context for an expression assignable to type \"object\".")]
    [InlineData("param p string\noutput o array = [...p]", "2,19 BCP402 The spread operator \"...\" can only be used in this context for an expression assignable to type \"array\".")]
    [InlineData("output o array = filter([1, 2], x => 'a')", "1,33 BCP070 Argument of type \"(1 | 2) => 'a'\" is not assignable to parameter of type \"(any[, int]) => bool\".")]
    [InlineData("func f(a int, b { c: int }) string => 'x${a}${b.c}'\noutput o string = f('a', { c: 1 })", "2,21 BCP070 Argument of type \"'a'\" is not assignable to parameter of type \"int\".")]
    [InlineData("func f(a int, b { c: int }) string => 'x${a}${b.c}'\noutput o string = f(1, { c: 'd' })", "2,24 BCP070 Argument of type \"object\" is not assignable to parameter of type \"{ c: int }\".")]
    public void Compile_WithValueThatDoesNotFitItsType_SaysWhereAndWhat(string text, string expected) => _workspace.Problems(text).ShouldContain(expected);

    [Fact]
    public void Compile_WithResourceOrModuleInAWrongScope_SaysWhichAreRight()
    {
        _workspace.With("m.bicep", "targetScope = 'subscription'\n");

        var problems = _workspace.Problems("module m 'm.bicep' = { name: 'm' }\nresource g 'Microsoft.Resources/resourceGroups@2025-04-01' = {\n  name: 'g'\n  location: 'westeurope'\n}\n").ToList();

        problems.ShouldContain("1,22 BCP134 Scope \"resourceGroup\" is not valid for this module. Permitted scopes: \"subscription\".");
        problems.ShouldContain("2,10 BCP135 Scope \"resourceGroup\" is not valid for this resource type. Permitted scopes: \"subscription\".");
    }

    [Fact]
    public void Compile_WithWrongModuleParameters_SaysSoAtTheModule()
    {
        _workspace.With("m.bicep", "param size int\nparam note string = ''\noutput o string = '${size}${note}'\n");

        var problems = _workspace.Problems("module m 'm.bicep' = {\n  name: 'm'\n  params: {\n    sise: 1\n  }\n}\n").ToList();

        problems.ShouldContain("3,3 BCP035 The specified \"object\" declaration is missing the following required properties: \"size\".");
        problems.ShouldContain("4,5 BCP089 The property \"sise\" is not allowed on objects of type \"params\". Did you mean \"size\"?");
    }
}
