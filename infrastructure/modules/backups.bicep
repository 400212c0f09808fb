metadata description = 'Storage for database dumps: private, versioned, moved to cheaper tiers as it ages.'

import { privateLink, roles } from 'shared.bicep'

@description('Name of the account.')
@minLength(3)
@maxLength(24)
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('How copies are spread.')
param sku 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GRS' | 'Standard_GZRS' | 'Standard_RAGZRS'

@description('Days after which a dump is deleted, and for which a deleted one can be brought back.')
@minValue(7)
@maxValue(365)
param retentionDays int

@description('Identities that may write dumps, by the name that keeps their assignment apart.')
param writers { name: string, principalId: string }[]

@description('Where the account is reached inside the virtual network; null leaves it to the subnets below.')
param link privateLink?

@description('Subnets that reach the account by service endpoint when it has no private one.')
param subnetIds string[]

resource account 'Microsoft.Storage/storageAccounts@2025-08-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: sku
  }
  properties: {
    accessTier: 'Cool'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: link == null ? 'Enabled' : 'Disabled'
    supportsHttpsTrafficOnly: true
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: 'Deny'
      virtualNetworkRules: link == null ? map(subnetIds, id => { id: id, action: 'Allow' }) : []
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: true
      deleteRetentionPolicy: {
        enabled: true
        days: retentionDays
      }
      containerDeleteRetentionPolicy: {
        enabled: true
        days: retentionDays
      }
    }

    resource dumps 'containers' = {
      name: 'database-backups'
      properties: {
        publicAccess: 'None'
      }
    }
  }

  resource lifecycle 'managementPolicies' = {
    name: 'default'
    properties: {
      policy: {
        rules: [
          {
            name: 'age-dumps'
            type: 'Lifecycle'
            enabled: true
            definition: {
              filters: {
                blobTypes: ['blockBlob']
                prefixMatch: ['database-backups/']
              }
              actions: {
                baseBlob: {
                  tierToCold: {
                    daysAfterModificationGreaterThan: 7
                  }
                  delete: {
                    daysAfterModificationGreaterThan: retentionDays
                  }
                }
                version: {
                  delete: {
                    daysAfterCreationGreaterThan: retentionDays
                  }
                }
              }
            }
          }
        ]
      }
    }
    dependsOn: [blobs]
  }
}

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for writer in writers: {
    name: guid(account.id, roles.storageBlobDataContributor, writer.name)
    scope: account::blobs::dumps
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataContributor)
      principalId: writer.principalId
      principalType: 'ServicePrincipal'
    }
  }
]

module endpoint 'private-endpoint.bicep' = if (link != null) {
  name: 'backups-endpoint'
  params: {
    name: 'pe-blob-${name}'
    location: location
    tags: tags
    link: link!
    serviceId: account.id
    groupId: 'blob'
  }
}

@description('Address of the container that holds dumps.')
output containerUri string = '${account.properties.primaryEndpoints.blob}${account::blobs::dumps.name}'
