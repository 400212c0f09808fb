using static Frostline.Bicep.Policy.PolicySeverity;

namespace Frostline.Bicep.Policy.Rules;

/// <summary>PostgreSQL flexible servers and Azure SQL.</summary>
internal static class DatabaseRules
{
    private const string Sql = "Microsoft.Sql/servers";
    private const string Postgres = "Microsoft.DBforPostgreSQL/flexibleServers";

    public static IEnumerable<PolicyRule> All =>
    [
        new("SQL001", Critical, Sql, "Old TLS can be read on the way.", "Set minimalTlsVersion to 1.2.")
        {
            Check = server => server.MustBe("properties.minimalTlsVersion", "1.2", "1.3"),
        },
        new("SQL002", High, Sql, "The server has an address on the internet.", "Set publicNetworkAccess to Disabled and use a private endpoint.")
        {
            Check = server => server.MustBe("properties.publicNetworkAccess", "Disabled"),
        },
        new("SQL003", High, Sql, "Passwords of the server can be guessed and leak.", "Set administrators.azureADOnlyAuthentication to true.")
        {
            Check = server => server.MustBe("properties.administrators.azureADOnlyAuthentication", "true"),
        },
        new("SQL004", Critical, $"{Sql}/firewallRules", "Every address may connect.", "Name the addresses that need it.")
        {
            Check = FirewallRules.AllAddresses,
        },
        new("SQL005", Medium, $"{Sql}/firewallRules", "Every customer of the cloud may connect.", "Use a private endpoint.")
        {
            Check = FirewallRules.AllOfAzure,
        },
        new("SQL006", High, Sql, "Nobody could tell who read which data.", "Add auditingSettings with state Enabled, kept for 90 days or in a workspace.")
        {
            Check = server => Child(server, $"{Sql}/auditingSettings").Any(audit => Text(audit, "properties.state") == "Enabled"
                && (Text(audit, "properties.isAzureMonitorTargetEnabled") == "true" || audit.Body.Find("properties.retentionDays")?.AsInteger() is 0 or > 90))
                    ? []
                    : [new Violation("", "has no auditing that lasts 90 days")],
        },
        new("SQL007", Critical, $"{Sql}/databases/transparentDataEncryption", "Files and backups would be readable.", "Set state to Enabled.")
        {
            Check = encryption => encryption.MustBe("properties.state", "Enabled"),
        },
        new("SQL008", Medium, Sql, "Attacks would go unnoticed.", "Add securityAlertPolicies with state Enabled.")
        {
            Check = server => Child(server, $"{Sql}/securityAlertPolicies").Any(policy => Text(policy, "properties.state") == "Enabled")
                ? []
                : [new Violation("", "has no security alert policy")],
        },
        new("SQL009", Medium, $"{Sql}/databases", "One zone or region lost is the data lost.", "Set zoneRedundant to true and requestedBackupStorageRedundancy to Geo, Zone or GeoZone.")
        {
            ProductionOnly = true,
            Check = database => [.. database.MustBe("properties.zoneRedundant", "true"), .. database.MustBe("properties.requestedBackupStorageRedundancy", "Geo", "Zone", "GeoZone")],
        },
        new("PG001", High, Postgres, "Passwords of the server can be guessed and leak.", "Enable activeDirectoryAuth and disable passwordAuth.")
        {
            Check = server => [.. server.MustBe("properties.authConfig.activeDirectoryAuth", "Enabled"), .. server.MustBe("properties.authConfig.passwordAuth", "Disabled")],
        },
        new("PG002", High, Postgres, "The server has an address on the internet.", "Set network.publicNetworkAccess to Disabled, or give a delegated subnet.")
        {
            Check = server => server.Has("properties.network.delegatedSubnetResourceId")
                ? server.MayBe("properties.network.publicNetworkAccess", "Disabled")
                : server.MustBe("properties.network.publicNetworkAccess", "Disabled"),
        },
        new("PG003", Medium, Postgres, "A region lost is the backups lost.", "Set backup.geoRedundantBackup to Enabled.")
        {
            ProductionOnly = true,
            Check = server => server.MustBe("properties.backup.geoRedundantBackup", "Enabled"),
        },
        new("PG004", Medium, Postgres, "A zone lost is the database lost until it is restored.", "Set highAvailability.mode to ZoneRedundant.")
        {
            ProductionOnly = true,
            Check = server => server.MustBe("properties.highAvailability.mode", "ZoneRedundant"),
        },
        new("PG005", Critical, $"{Postgres}/configurations", "Connections could be read on the way.", "Set require_secure_transport to on and ssl_min_protocol_version to TLSv1.2 or newer.")
        {
            Check = setting => setting.Name switch
            {
                "require_secure_transport" => setting.MustBe("properties.value", "on"),
                "ssl_min_protocol_version" => setting.MustBe("properties.value", "TLSv1.2", "TLSv1.3"),
                _ => [],
            },
        },
        new("PG006", Low, $"{Postgres}/configurations", "Without these logs an attack or a slow disk leaves no trace.", "Set it to on.")
        {
            Check = setting => setting.Name is "log_connections" or "log_disconnections" or "log_checkpoints" or "connection_throttle.enable"
                ? setting.MustBe("properties.value", "on")
                : [],
        },
        new("PG007", Critical, $"{Postgres}/firewallRules", "Every address, or every customer of the cloud, may connect.", "Use a private network, or name the addresses that need it.")
        {
            Check = rule => [.. FirewallRules.AllAddresses(rule), .. FirewallRules.AllOfAzure(rule)],
        },
        new("PG008", Medium, Postgres, "Older versions get no more security updates.", "Use version 14 or newer.")
        {
            Check = server => server.MustNotBe("properties.version", "11", "12", "13"),
        },
        new("PG009", High, Postgres, "What is noticed after a month could not be undone.", "Set backup.backupRetentionDays to 35.")
        {
            ProductionOnly = true,
            Check = server => server.AtLeast("properties.backup.backupRetentionDays", 35),
        },
    ];

    private static IEnumerable<Evaluation.EvaluatedResource> Child(PolicySubject server, string type) =>
        server.Others(type).Where(child => child.Name.StartsWith($"{server.Resource.Name}/", StringComparison.OrdinalIgnoreCase));

    private static string? Text(Evaluation.EvaluatedResource resource, string path) => resource.Body.Find(path) is { } value ? PolicySubject.TextOf(value) : null;
}
