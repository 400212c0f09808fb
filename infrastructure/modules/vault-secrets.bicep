metadata description = 'What the apps read from Key Vault. No password among it: each address is used with an identity.'

@description('Name of the vault.')
param vaultName string

@description('Name of the Application Insights component.')
param insightsName string

@description('Connection string of the database; it names an identity and no password.')
param databaseConnection string

@description('Day on which the secrets expire, as ISO 8601.')
param expiresOn string

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: vaultName

  resource database 'secrets' = {
    name: 'connectionstrings-coffee'
    properties: {
      value: databaseConnection
      contentType: 'text/plain'
      attributes: {
        enabled: true
        exp: dateTimeToEpoch(expiresOn)
      }
    }
  }

  resource telemetry 'secrets' = {
    name: 'applicationinsights-connection-string'
    properties: {
      value: insights.properties.ConnectionString
      contentType: 'text/plain'
      attributes: {
        enabled: true
        exp: dateTimeToEpoch(expiresOn)
      }
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

@description('Address of the secret that holds the database connection string, without a version: the newest is read.')
output databaseUri string = vault::database.properties.secretUri

@description('Address of the secret that holds the telemetry connection string.')
output telemetryUri string = vault::telemetry.properties.secretUri
