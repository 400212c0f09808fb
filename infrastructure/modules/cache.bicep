metadata description = 'Azure Managed Redis with Microsoft Entra sign-in only.'

import { privateLink } from 'shared.bicep'

@description('Name of the cache.')
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Size of the cache, such as Balanced_B0.')
param sku string

@description('Whether a replica takes over when the primary is lost.')
param highAvailability bool

@description('Identities that may read and write, by the name of their assignment (letters and digits).')
param users { name: string, principalId: string }[]

@description('Where the cache is reached inside the virtual network; null leaves it to its public address.')
param link privateLink?

resource cache 'Microsoft.Cache/redisEnterprise@2025-07-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: sku
  }
  properties: {
    highAvailability: highAvailability ? 'Enabled' : 'Disabled'
    minimumTlsVersion: '1.2'
    publicNetworkAccess: link == null ? 'Enabled' : 'Disabled'
  }

  resource database 'databases' = {
    name: 'default'
    properties: {
      accessKeysAuthentication: 'Disabled'
      clientProtocol: 'Encrypted'
      clusteringPolicy: 'OSSCluster'
      evictionPolicy: 'AllKeysLRU'
      port: 10000
    }
  }
}

@batchSize(1)
resource access 'Microsoft.Cache/redisEnterprise/databases/accessPolicyAssignments@2025-07-01' = [
  for user in users: {
    parent: cache::database
    name: user.name
    properties: {
      accessPolicyName: 'default'
      user: {
        objectId: user.principalId
      }
    }
  }
]

module endpoint 'private-endpoint.bicep' = if (link != null) {
  name: 'cache-endpoint'
  params: {
    name: 'pe-cache-${name}'
    location: location
    tags: tags
    link: link!
    serviceId: cache.id
    groupId: 'redisEnterprise'
  }
}

@description('Id of the cache.')
output cacheId string = cache.id

@description('Host and port the apps connect to.')
output endpoint string = '${cache.properties.hostName}:10000'
