metadata description = 'Azure SQL with Microsoft Entra sign-in only, reached by a private endpoint.'

import { privateLink } from 'shared.bicep'

@description('Name of the server.')
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Compute of the database.')
param size sqlSize

@description('Name of the database.')
param databaseName string

@description('Days for which the database can be restored to any moment.')
@minValue(1)
@maxValue(35)
param backupRetentionDays int

@description('Whether backups are also kept in the paired region.')
param geoRedundantBackup bool

@description('Whether the database runs in several zones.')
param zoneRedundant bool

@description('Where the server is reached inside the virtual network.')
param link privateLink

@description('Group that administers the server, by Microsoft Entra object id.')
param administrator { objectId: string, name: string, type: 'Group' | 'ServicePrincipal' | 'User' }

@description('Log Analytics workspace of audit logs.')
param workspaceId string

@export()
@description('Compute of an Azure SQL database.')
type sqlSize = {
  sku: string
  tier: string

  @minValue(1)
  capacity: int
}

resource server 'Microsoft.Sql/servers@2025-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    minimalTlsVersion: '1.2'
    publicNetworkAccess: 'Disabled'
    administrators: {
      administratorType: 'ActiveDirectory'
      azureADOnlyAuthentication: true
      login: administrator.name
      principalType: administrator.type == 'ServicePrincipal' ? 'Application' : administrator.type
      sid: administrator.objectId
      tenantId: tenant().tenantId
    }
  }

  resource auditing 'auditingSettings' = {
    name: 'default'
    properties: {
      state: 'Enabled'
      isAzureMonitorTargetEnabled: true
      retentionDays: 0
    }
  }

  resource protection 'securityAlertPolicies' = {
    name: 'Default'
    properties: {
      state: 'Enabled'
    }
  }

  resource master 'databases' existing = {
    name: 'master'
  }

  resource database 'databases' = {
    name: databaseName
    location: location
    tags: tags
    sku: {
      name: size.sku
      tier: size.tier
      capacity: size.capacity
    }
    properties: {
      zoneRedundant: zoneRedundant
      requestedBackupStorageRedundancy: geoRedundantBackup ? 'Geo' : 'Local'
    }

    resource encryption 'transparentDataEncryption' = {
      name: 'current'
      properties: {
        state: 'Enabled'
      }
    }

    resource backups 'backupShortTermRetentionPolicies' = {
      name: 'default'
      properties: {
        retentionDays: backupRetentionDays
      }
    }
  }
}

// What the server audits is written by its master database.
resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: server::master
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'audit'
        enabled: true
      }
    ]
  }
}

module endpoint 'private-endpoint.bicep' = {
  name: 'sql-endpoint'
  params: {
    name: 'pe-sql-${name}'
    location: location
    tags: tags
    link: link
    serviceId: server.id
    groupId: 'sqlServer'
  }
}

@description('Id of the database.')
output databaseId string = server::database.id

@description('Host the apps connect to.')
output host string = server.properties.fullyQualifiedDomainName
