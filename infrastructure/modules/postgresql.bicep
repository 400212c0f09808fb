metadata description = 'PostgreSQL flexible server inside the virtual network, with Microsoft Entra sign-in only.'

@description('Name of the server.')
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Compute and storage of the server.')
param size postgresqlSize

@description('Name of the database.')
param databaseName string

@description('Days for which the server can be restored to any moment.')
@minValue(7)
@maxValue(35)
param backupRetentionDays int

@description('Whether backups are also kept in the paired region.')
param geoRedundantBackup bool

@description('Whether a standby runs in another zone.')
param zoneRedundant bool

@description('Subnet delegated to PostgreSQL servers.')
param subnetId string

@description('Private DNS zone of the servers.')
param zoneId string

@description('Who administers the server, by Microsoft Entra object id.')
param administrators { objectId: string, name: string, type: 'Group' | 'ServicePrincipal' | 'User' }[]

@description('Log Analytics workspace of the server logs.')
param workspaceId string

@export()
@description('Compute and storage of a PostgreSQL server.')
type postgresqlSize = {
  sku: string
  tier: 'Burstable' | 'GeneralPurpose' | 'MemoryOptimized'

  @minValue(32)
  storageGB: int
}

var settings = {
  require_secure_transport: 'on'
  ssl_min_protocol_version: 'TLSv1.2'
  log_connections: 'on'
  log_disconnections: 'on'
  log_checkpoints: 'on'
  log_min_duration_statement: '5000'
  'connection_throttle.enable': 'on'
}

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2025-08-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: size.sku
    tier: size.tier
  }
  properties: {
    version: '17'
    authConfig: {
      activeDirectoryAuth: 'Enabled'
      passwordAuth: 'Disabled'
      tenantId: tenant().tenantId
    }
    storage: {
      storageSizeGB: size.storageGB
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: backupRetentionDays
      geoRedundantBackup: geoRedundantBackup ? 'Enabled' : 'Disabled'
    }
    highAvailability: {
      mode: zoneRedundant ? 'ZoneRedundant' : 'Disabled'
    }
    network: {
      delegatedSubnetResourceId: subnetId
      privateDnsZoneArmResourceId: zoneId
      publicNetworkAccess: 'Disabled'
    }
  }

  resource database 'databases' = {
    name: databaseName
    properties: {
      charset: 'UTF8'
      collation: 'en_US.utf8'
    }
  }
}

// One at a time: the server refuses a change while another one is under way.
@batchSize(1)
resource configurations 'Microsoft.DBforPostgreSQL/flexibleServers/configurations@2025-08-01' = [
  for setting in items(settings): {
    parent: server
    name: setting.key
    properties: {
      value: setting.value
      source: 'user-override'
    }
    dependsOn: [server::database]
  }
]

@batchSize(1)
resource admins 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2025-08-01' = [
  for administrator in administrators: {
    parent: server
    name: administrator.objectId
    properties: {
      principalName: administrator.name
      principalType: administrator.type
      tenantId: tenant().tenantId
    }
    dependsOn: [configurations]
  }
]

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: server
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
  }
}

@description('Id of the server.')
output serverId string = server.id

@description('Host the apps connect to.')
output host string = server.properties.fullyQualifiedDomainName
