namespace Bicep.Tests.Policy;

/// <summary>For every rule one resource that breaks it and one that does not.</summary>
internal sealed record PolicySample(string Failing, string Passing)
{
    public string Name { get; init; } = "sample";

    /// <summary>Another resource that the passing one needs: type, name below the sample's, body.</summary>
    public (string Type, string Name, string Body)? Beside { get; init; }

    public static IReadOnlyDictionary<string, PolicySample> All { get; } = new Dictionary<string, PolicySample>
    {
        ["ACA001"] = Ingress("""{ "allowInsecure": true }""", """{ "allowInsecure": false }"""),
        ["ACA002"] = new("{}", """{ "identity": { "type": "UserAssigned" } }"""),
        ["ACA003"] = Configuration("""{ "registries": [{ "server": "r", "username": "u", "passwordSecretRef": "p" }] }""", """{ "registries": [{ "server": "r", "identity": "[id.id]" }] }"""),
        ["ACA004"] = Configuration("""{ "secrets": [{ "name": "s", "value": "hunter2" }] }""", """{ "secrets": [{ "name": "s", "keyVaultUrl": "[vault.uri]", "identity": "[id.id]" }] }"""),
        ["ACA005"] = Container("""{ "env": [{ "name": "ConnectionStrings__Coffee", "value": "Host=h" }] }""", """{ "env": [{ "name": "ConnectionStrings__Coffee", "secretRef": "s" }, { "name": "AZURE_TENANT_ID", "value": "x" }] }"""),
        ["ACA006"] = Container("""{ "image": "r/api:latest" }""", """{ "image": "r/api@sha256:00" }"""),
        ["ACA007"] = Probes("""[{ "type": "Liveness", "httpGet": { "path": "/health/live", "port": 8080 } }]""",
            """[{ "type": "Liveness", "httpGet": { "path": "/health/live", "port": 8080 } }, { "type": "Readiness", "httpGet": { "path": "/health/ready", "port": 8080 } }]"""),
        ["ACA008"] = Probes("""[{ "type": "Liveness", "httpGet": { "path": "/", "port": 8080 } }]""", """[{ "type": "Liveness", "httpGet": { "path": "/health/live", "port": 8080 } }]"""),
        ["ACA009"] = Scale("""{ "minReplicas": 1 }""", """{ "minReplicas": 2 }"""),
        ["ACA010"] = Scale("""{ "minReplicas": 2, "maxReplicas": 1 }""", """{ "minReplicas": 2, "maxReplicas": 10 }"""),
        ["ACA012"] = Ingress("""{ "ipSecurityRestrictions": [{ "action": "Allow" }, { "action": "Deny" }] }""", """{ "ipSecurityRestrictions": [{ "action": "Allow" }, { "action": "Allow" }] }"""),
        ["ACA013"] = Ingress("""{ "stickySessions": { "affinity": "sticky" } }""", """{ "stickySessions": { "affinity": "none" } }"""),
        ["ACA014"] = new("{}", "{}") { Name = "Coffee_API" },
        ["ACA016"] = Ingress("""{ "corsPolicy": { "allowedOrigins": ["*"] } }""", """{ "corsPolicy": { "allowedOrigins": ["https://coffee.example"] } }"""),
        ["ACA017"] = Container("""{ "resources": { "cpu": 0.3, "memory": "1Gi" } }""", """{ "resources": { "cpu": 0.5, "memory": "1Gi" } }"""),
        ["ACA020"] = Configuration("""{ "activeRevisionsMode": "Multiple", "ingress": { "traffic": [{ "latestRevision": true, "weight": 90 }] } }""",
            """{ "activeRevisionsMode": "Multiple", "ingress": { "traffic": [{ "latestRevision": true, "weight": 100 }] } }"""),
        ["ACA021"] = Configuration("""{ "activeRevisionsMode": "Multiple" }""", """{ "activeRevisionsMode": "Multiple", "maxInactiveRevisions": 3 }"""),
        ["ACE001"] = Properties("""{ "zoneRedundant": false }""", """{ "zoneRedundant": true, "vnetConfiguration": { "infrastructureSubnetId": "[subnet.id]" } }"""),
        ["ACE002"] = Properties("""{ "publicNetworkAccess": "Enabled" }""", """{ "publicNetworkAccess": "Disabled" }"""),
        ["ACE003"] = Properties("{}", """{ "peerAuthentication": { "mtls": { "enabled": true } } }"""),
        ["ACE004"] = Properties("{}", """{ "appLogsConfiguration": { "destination": "azure-monitor" } }"""),
        ["ACR001"] = Properties("""{ "adminUserEnabled": true }""", """{ "adminUserEnabled": false }"""),
        ["ACR002"] = Properties("""{ "anonymousPullEnabled": true }""", """{ "anonymousPullEnabled": false }"""),
        ["ACR003"] = Properties("""{ "publicNetworkAccess": "Enabled" }""", """{ "publicNetworkAccess": "Disabled" }"""),
        ["ACR004"] = new("""{ "sku": { "name": "Basic" } }""", """{ "sku": { "name": "Premium" } }"""),
        ["ACR005"] = new("""{ "sku": { "name": "Premium" }, "properties": {} }""", """{ "sku": { "name": "Premium" }, "properties": { "policies": { "retentionPolicy": { "status": "enabled" } } } }"""),
        ["ACR007"] = Properties("""{ "publicNetworkAccess": "Disabled" }""", """{ "publicNetworkAccess": "Disabled", "policies": { "exportPolicy": { "status": "disabled" } } }"""),
        ["ACR008"] = Properties("{}", """{ "zoneRedundancy": "Enabled" }"""),
        ["ACR010"] = Properties("""{ "policies": { "azureADAuthenticationAsArmPolicy": { "status": "disabled" } } }""", """{ "policies": { "azureADAuthenticationAsArmPolicy": { "status": "enabled" } } }"""),
        ["ACR011"] = Properties("""{ "policies": { "trustPolicy": { "status": "enabled" } } }""", "{}"),
        ["ACR012"] = new("{}", "{}") { Name = "coffee-tracker" },
        ["KV001"] = Properties("{}", """{ "enablePurgeProtection": true }"""),
        ["KV002"] = Properties("""{ "enableSoftDelete": false }""", """{ "enableSoftDelete": true, "softDeleteRetentionInDays": 90 }"""),
        ["KV003"] = Properties("{}", """{ "enableRbacAuthorization": true }"""),
        ["KV004"] = Properties("""{ "networkAcls": { "defaultAction": "Allow" } }""", """{ "networkAcls": { "defaultAction": "Deny" } }"""),
        ["KV005"] = Properties("""{ "publicNetworkAccess": "Enabled" }""", """{ "publicNetworkAccess": "Disabled" }"""),
        ["KV006"] = Properties("""{ "accessPolicies": [{ "permissions": { "secrets": ["all"] } }] }""", """{ "accessPolicies": [{ "permissions": { "secrets": ["get"] } }] }"""),
        ["KV007"] = Properties("""{ "value": "[x]" }""", """{ "attributes": { "exp": 1 } }"""),
        ["KV008"] = Properties("{}", """{ "rotationPolicy": {} }"""),
        ["KV009"] = Properties("{}", """{ "contentType": "text/plain" }"""),
        ["KV010"] = new("{}", "{}") { Beside = ("Microsoft.Insights/diagnosticSettings", "audit", """{ "properties": { "workspaceId": "[logs.id]" } }""") },
        ["SQL001"] = Properties("""{ "minimalTlsVersion": "1.0" }""", """{ "minimalTlsVersion": "1.2" }"""),
        ["SQL002"] = Properties("{}", """{ "publicNetworkAccess": "Disabled" }"""),
        ["SQL003"] = Properties("""{ "administratorLogin": "sa" }""", """{ "administrators": { "azureADOnlyAuthentication": true } }"""),
        ["SQL004"] = Properties("""{ "startIpAddress": "0.0.0.0", "endIpAddress": "255.255.255.255" }""", """{ "startIpAddress": "10.0.0.1", "endIpAddress": "10.0.0.2" }"""),
        ["SQL005"] = Properties("""{ "startIpAddress": "0.0.0.0", "endIpAddress": "0.0.0.0" }""", """{ "startIpAddress": "10.0.0.1", "endIpAddress": "10.0.0.2" }"""),
        ["SQL006"] = new("{}", "{}") { Beside = ("Microsoft.Sql/servers/auditingSettings", "default", """{ "properties": { "state": "Enabled", "isAzureMonitorTargetEnabled": true } }""") },
        ["SQL007"] = Properties("""{ "state": "Disabled" }""", """{ "state": "Enabled" }"""),
        ["SQL008"] = new("{}", "{}") { Beside = ("Microsoft.Sql/servers/securityAlertPolicies", "Default", """{ "properties": { "state": "Enabled" } }""") },
        ["SQL009"] = Properties("""{ "zoneRedundant": false }""", """{ "zoneRedundant": true, "requestedBackupStorageRedundancy": "Geo" }"""),
        ["PG001"] = Properties("""{ "authConfig": { "passwordAuth": "Enabled" } }""", """{ "authConfig": { "activeDirectoryAuth": "Enabled", "passwordAuth": "Disabled" } }"""),
        ["PG002"] = Properties("""{ "network": { "publicNetworkAccess": "Enabled" } }""", """{ "network": { "delegatedSubnetResourceId": "[subnet.id]" } }"""),
        ["PG003"] = Properties("""{ "backup": { "geoRedundantBackup": "Disabled" } }""", """{ "backup": { "geoRedundantBackup": "Enabled" } }"""),
        ["PG004"] = Properties("""{ "highAvailability": { "mode": "Disabled" } }""", """{ "highAvailability": { "mode": "ZoneRedundant" } }"""),
        ["PG005"] = Properties("""{ "value": "off" }""", """{ "value": "on" }""") with { Name = "server/require_secure_transport" },
        ["PG006"] = Properties("""{ "value": "off" }""", """{ "value": "on" }""") with { Name = "server/log_connections" },
        ["PG007"] = Properties("""{ "startIpAddress": "0.0.0.0", "endIpAddress": "255.255.255.255" }""", """{ "startIpAddress": "10.0.0.1", "endIpAddress": "10.0.0.2" }"""),
        ["PG008"] = Properties("""{ "version": "12" }""", """{ "version": "17" }"""),
        ["PG009"] = Properties("""{ "backup": { "backupRetentionDays": 7 } }""", """{ "backup": { "backupRetentionDays": 35 } }"""),
        ["RED001"] = Properties("""{ "enableNonSslPort": true }""", """{ "enableNonSslPort": false }"""),
        ["RED002"] = Properties("""{ "minimumTlsVersion": "1.0" }""", """{ "minimumTlsVersion": "1.2" }"""),
        ["RED003"] = Properties("""{ "publicNetworkAccess": "Enabled" }""", """{ "publicNetworkAccess": "Disabled" }"""),
        ["RED004"] = Properties("{}", """{ "disableAccessKeyAuthentication": true }"""),
        ["RED005"] = Properties("""{ "sku": { "name": "Basic" } }""", """{ "sku": { "name": "Standard" } }"""),
        ["RED006"] = Properties("""{ "clientProtocol": "Plaintext" }""", """{ "clientProtocol": "Encrypted" }"""),
        ["RED007"] = Properties("""{ "accessKeysAuthentication": "Enabled" }""", """{ "accessKeysAuthentication": "Disabled" }"""),
        ["RED008"] = Properties("""{ "minimumTlsVersion": "1.1" }""", """{ "minimumTlsVersion": "1.2" }"""),
        ["RED009"] = Properties("""{ "publicNetworkAccess": "Enabled" }""", """{ "publicNetworkAccess": "Disabled" }"""),
        ["RED010"] = Properties("""{ "highAvailability": "Disabled" }""", """{ "highAvailability": "Enabled" }"""),
        ["ST001"] = Properties("""{ "supportsHttpsTrafficOnly": false }""", """{ "supportsHttpsTrafficOnly": true }"""),
        ["ST002"] = Properties("""{ "minimumTlsVersion": "TLS1_0" }""", """{ "minimumTlsVersion": "TLS1_2" }"""),
        ["ST003"] = Properties("""{ "allowBlobPublicAccess": true }""", """{ "allowBlobPublicAccess": false }"""),
        ["ST004"] = Properties("""{ "networkAcls": { "defaultAction": "Allow" } }""", """{ "networkAcls": { "defaultAction": "Deny" } }"""),
        ["ST005"] = Properties("""{ "allowSharedKeyAccess": true }""", """{ "allowSharedKeyAccess": false }"""),
        ["ST006"] = Properties("{}", """{ "deleteRetentionPolicy": { "enabled": true }, "containerDeleteRetentionPolicy": { "enabled": true } }"""),
        ["ST007"] = new("""{ "sku": { "name": "Standard_LRS" } }""", """{ "sku": { "name": "Standard_GZRS" } }"""),
        ["ST008"] = new("{}", "{}") { Name = "Coffee-Backups" },
        ["ST009"] = Properties("""{ "publicAccess": "Blob" }""", """{ "publicAccess": "None" }"""),
        ["ST010"] = Properties("""{ "publicNetworkAccess": "Enabled" }""", """{ "publicNetworkAccess": "Disabled" }"""),
        ["APP020"] = new("""{ "sku": { "capacity": 1 } }""", """{ "sku": { "capacity": 2 } }"""),
        ["APP021"] = Properties("{}", """{ "zoneRedundant": true }"""),
        ["APP022"] = new("{}", "{}") { Beside = ("Microsoft.Web/sites/slots", "green", "{}") },
        ["SB001"] = Properties("{}", """{ "disableLocalAuth": true }"""),
        ["SB002"] = Properties("""{ "minimumTlsVersion": "1.0" }""", """{ "minimumTlsVersion": "1.2" }"""),
        ["SB003"] = Properties("""{ "publicNetworkAccess": "Enabled" }""", """{ "publicNetworkAccess": "Disabled" }"""),
        ["SB004"] = Properties("{}", """{ "deadLetteringOnMessageExpiration": true }"""),
        ["FD001"] = Properties("""{ "policySettings": { "mode": "Detection" } }""", """{ "policySettings": { "mode": "Prevention" } }"""),
        ["FD002"] = Properties("{}", """{ "managedRules": { "managedRuleSets": [{ "ruleSetType": "Microsoft_DefaultRuleSet" }] } }"""),
        ["FD003"] = Properties("""{ "httpsRedirect": "Disabled", "forwardingProtocol": "MatchRequest" }""", """{ "httpsRedirect": "Enabled", "forwardingProtocol": "HttpsOnly" }"""),
        ["FD004"] = Properties("""{ "tlsSettings": { "minimumTlsVersion": "TLS10" } }""", """{ "tlsSettings": { "minimumTlsVersion": "TLS12" } }"""),
        ["FD005"] = new("""{ "sku": { "name": "Premium_AzureFrontDoor" } }""", """{ "sku": { "name": "Premium_AzureFrontDoor" } }""")
        {
            Beside = ("Microsoft.Cdn/profiles/securityPolicies", "firewall", "{}"),
        },
        ["NSG001"] = Properties(
            """{ "securityRules": [{ "properties": { "direction": "Inbound", "access": "Allow", "sourceAddressPrefix": "*", "destinationPortRange": "22" } }] }""",
            """{ "securityRules": [{ "properties": { "direction": "Inbound", "access": "Allow", "sourceAddressPrefix": "10.0.0.0/8", "destinationPortRange": "22" } }] }"""),
        ["AI001"] = Properties("{}", """{ "WorkspaceResourceId": "[logs.id]" }"""),
        ["AI002"] = Properties("{}", """{ "DisableLocalAuth": true }"""),
        ["LA001"] = Properties("""{ "retentionInDays": 7 }""", """{ "retentionInDays": 30 }"""),
        ["LA002"] = Properties("{}", """{ "features": { "disableLocalAuth": true } }"""),
        ["ALR001"] = Properties("""{ "actions": [] }""", """{ "actions": [{ "actionGroupId": "[people.id]" }] }"""),
        ["ALR002"] = Properties("""{ "enabled": true }""", """{ "enabled": true, "emailReceivers": [{ "name": "a" }] }"""),
        ["RBAC001"] = Properties("{}", """{ "principalType": "ServicePrincipal" }"""),
        ["RBAC002"] = Properties("""{ "roleDefinitionId": "/x/8e3af657-a8ff-443c-a75c-2fe8c4bcb635" }""", """{ "roleDefinitionId": "/x/7f951dda-4ed3-4680-a7ca-43fe172d538d" }"""),
        ["GEN001"] = new("{}", """{ "tags": { "product": "coffee" } }"""),
        ["GEN002"] = Properties("""{ "administratorLoginPassword": "hunter2" }""", """{ "administratorLoginPassword": "[password]" }"""),
    }.Concat(Sites("APP")).Concat(Sites("APS")).ToDictionary();

    private static Dictionary<string, PolicySample> Sites(string prefix) => new()
    {
        [$"{prefix}001"] = Properties("{}", """{ "httpsOnly": true }"""),
        [$"{prefix}002"] = Properties("""{ "siteConfig": { "minTlsVersion": "1.0" } }""", """{ "siteConfig": { "minTlsVersion": "1.2" } }"""),
        [$"{prefix}003"] = Properties("""{ "siteConfig": { "ftpsState": "AllAllowed" } }""", """{ "siteConfig": { "ftpsState": "Disabled" } }"""),
        [$"{prefix}004"] = Properties("{}", """{ "siteConfig": { "healthCheckPath": "/health/ready" } }"""),
        [$"{prefix}005"] = new("{}", """{ "identity": { "type": "UserAssigned" } }"""),
        [$"{prefix}006"] = Properties("""{ "siteConfig": { "appSettings": [{ "name": "Api_Key", "value": "x" }] } }""",
            """{ "siteConfig": { "appSettings": [{ "name": "Api_Key", "value": "@Microsoft.KeyVault(SecretUri=u)" }] } }"""),
        [$"{prefix}007"] = Properties("""{ "siteConfig": { "cors": { "allowedOrigins": ["*"] } } }""", """{ "siteConfig": { "cors": { "allowedOrigins": ["https://coffee.example"] } } }"""),
        [$"{prefix}008"] = Properties("""{ "siteConfig": { "linuxFxVersion": "DOCKER|r/api:1.0" } }""", """{ "siteConfig": { "linuxFxVersion": "DOCKER|r/api@sha256:00" } }"""),
    };

    private static PolicySample Properties(string failing, string passing) => new($$"""{ "properties": {{failing}} }""", $$"""{ "properties": {{passing}} }""");

    private static PolicySample Configuration(string failing, string passing) => Properties($$"""{ "configuration": {{failing}} }""", $$"""{ "configuration": {{passing}} }""");

    private static PolicySample Ingress(string failing, string passing) => Configuration($$"""{ "ingress": {{failing}} }""", $$"""{ "ingress": {{passing}} }""");

    private static PolicySample Scale(string failing, string passing) => Properties($$"""{ "template": { "scale": {{failing}} } }""", $$"""{ "template": { "scale": {{passing}} } }""");

    private static PolicySample Container(string failing, string passing) =>
        Properties($$"""{ "template": { "containers": [{{failing}}] } }""", $$"""{ "template": { "containers": [{{passing}}] } }""");

    private static PolicySample Probes(string failing, string passing) => Properties(
        $$"""{ "configuration": { "ingress": {} }, "template": { "containers": [{ "probes": {{failing}} }] } }""",
        $$"""{ "configuration": { "ingress": {} }, "template": { "containers": [{ "probes": {{passing}} }] } }""");
}
