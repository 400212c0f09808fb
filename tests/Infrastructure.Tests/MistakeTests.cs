namespace Infrastructure.Tests;

/// <summary>The mistakes people make, each made once: found at its line.</summary>
public sealed class MistakeTests
{
    [Theory]
    [InlineData("modules/registry.bicep", "adminUserEnabled: false", "adminUserEnabled: true", "ACR001")]
    [InlineData("modules/registry.bicep", "anonymousPullEnabled: false", "anonymousPulEnabled: false", "BCP089")]
    [InlineData("modules/vault.bicep", "vaults@2025-05-01' = {", "vaults@2019-13-01' = {", "BCP081")]
    [InlineData("modules/container-app.bicep", "targetPort: port", "targetPort: 'http'", "BCP036")]
    [InlineData("modules/container-environment.bicep", "zoneRedundant: zoneRedundant", "zoneRedundant: false", "ACE001")]
    [InlineData("modules/postgresql.bicep", "publicNetworkAccess: 'Disabled'", "publicNetworkAccess: 'Enabled'", "PG002")]
    [InlineData("modules/postgresql.bicep", "passwordAuth: 'Disabled'", "passwordAuth: 'Enabled'", "PG001")]
    [InlineData("modules/backups.bicep", "allowSharedKeyAccess: false", "allowSharedKeyAccess: true", "ST005")]
    [InlineData("modules/front-door.bicep", "mode: 'Prevention'", "mode: 'Detection'", "FD001")]
    [InlineData("environments/staging.bicepparam", "param private = false", "param privat = false", "BCP259")]
    public async Task Mistake_IsFoundAtItsLine(string file, string old, string text, string rule)
    {
        using var copy = new Copy();
        var line = copy.Replace(file, old, text);

        var result = await copy.CheckAsync();

        result.Passed.ShouldBeFalse();
        result.Findings.Where(finding => finding.Rule == rule).Select(finding => (finding.Path, finding.Line)).ShouldContain(($"infrastructure/{file}", line), string.Join('\n', result.Findings));
    }

    [Theory]
    [InlineData("environments/production.bicepparam", "minimum: 2", "minimum: 1", "ACA009", "modules/container-app.bicep", "minReplicas: scale.minimum")]
    [InlineData("environments/production.bicepparam", "highAvailability: true", "highAvailability: false", "RED010", "modules/cache.bicep", "highAvailability: highAvailability")]
    [InlineData("environments/production.bicepparam", "retentionDays: 35", "retentionDays: 7", "PG009", "modules/postgresql.bicep", "backupRetentionDays: backupRetentionDays")]
    [InlineData("environments/staging.bicepparam", "amount: 135", "amount: 50", "COST001", "modules/budget.bicep", "amount: amount")]
    public async Task Mistake_InAParameter_IsFoundWhereItMatters(string file, string old, string text, string rule, string path, string place)
    {
        using var copy = new Copy();
        copy.Replace(file, old, text);
        var line = copy.Replace(path, place, place);

        var finding = (await copy.CheckAsync()).Findings.First(finding => finding.Rule == rule);

        finding.Path.ShouldBe($"infrastructure/{path}");
        finding.Line.ShouldBe(line);
    }

    [Fact]
    public async Task Mistake_OfAMissingRequiredProperty_IsFound()
    {
        using var copy = new Copy();
        copy.Replace("modules/registry.bicep", "  sku: {\n    name: 'Premium'\n  }\n", "");

        (await copy.CheckAsync()).Findings.ShouldContain(finding => finding.Rule == "BCP035" && finding.Path == "infrastructure/modules/registry.bicep" && finding.Message.Contains("sku"));
    }

    [Fact]
    public async Task Mistake_OfAMissingProbe_IsFound()
    {
        using var copy = new Copy();
        copy.Replace("modules/container-app.bicep", "type: 'Readiness'", "type: 'Startup'");

        (await copy.CheckAsync()).Findings.ShouldContain(finding => finding.Rule == "ACA007" && finding.Path == "infrastructure/modules/container-app.bicep" && finding.Message.Contains("Readiness"));
    }

    [Fact]
    public async Task Mistake_OfAWildcardOrigin_IsFound()
    {
        using var copy = new Copy();
        copy.Replace("main.bicep", "allowedOrigins: []", "allowedOrigins: ['*']");

        (await copy.CheckAsync()).Findings.ShouldContain(finding => finding.Rule == "ACA016" && finding.Fails);
    }

    [Fact]
    public async Task Mistake_OfASecretInAnOutput_IsFoundAtItsLine()
    {
        using var copy = new Copy();
        var line = copy.Replace("modules/backups.bicep", "output containerUri string = '${account.properties.primaryEndpoints.blob}${account::blobs::dumps.name}'", "output containerUri string = account.listKeys().keys[0].value");

        (await copy.CheckAsync()).Findings.ShouldContain(finding => finding.Rule == "outputs-should-not-contain-secrets" && finding.Fails
            && finding.Path == "infrastructure/modules/backups.bicep" && finding.Line == line);
    }

    [Fact]
    public async Task Mistake_OfAPlainSecret_IsFound()
    {
        using var copy = new Copy();
        copy.Replace("main.bicep", "{ name: 'ConnectionStrings__Coffee', secretRef: 'connectionstrings-coffee' }", "{ name: 'ConnectionStrings__Coffee', value: 'Host=h;Password=p' }");

        (await copy.CheckAsync()).Findings.ShouldContain(finding => finding.Rule == "ACA005" && finding.Fails);
    }
}
