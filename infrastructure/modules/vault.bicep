metadata description = 'Key Vault with roles instead of access policies, protected against purging.'

import { privateLink, roles } from 'shared.bicep'

@description('Name of the vault.')
@minLength(3)
@maxLength(24)
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Days for which a deleted secret can be brought back.')
@minValue(7)
@maxValue(90)
param softDeleteRetentionInDays int

@description('Identities that may read secrets, by the name that keeps their assignment apart.')
param readers { name: string, principalId: string }[]

@description('Where the vault is reached inside the virtual network; null leaves it to the subnet below.')
param link privateLink?

@description('Subnets that reach the vault by service endpoint when it has no private one.')
param subnetIds string[]

@description('Log Analytics workspace of audit logs.')
param workspaceId string

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: softDeleteRetentionInDays
    enablePurgeProtection: true
    enabledForTemplateDeployment: false
    publicNetworkAccess: link == null ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: 'Deny'
      virtualNetworkRules: link == null ? map(subnetIds, id => { id: id }) : []
    }
  }
}

resource reads 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for reader in readers: {
    name: guid(vault.id, roles.keyVaultSecretsUser, reader.name)
    scope: vault
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
      principalId: reader.principalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
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

module endpoint 'private-endpoint.bicep' = if (link != null) {
  name: 'vault-endpoint'
  params: {
    name: 'pe-vault-${name}'
    location: location
    tags: tags
    link: link!
    serviceId: vault.id
    groupId: 'vault'
  }
}

@description('Name of the vault.')
output name string = vault.name

@description('Address of the vault.')
output uri string = vault.properties.vaultUri
