metadata description = 'Container registry: private, zone redundant, without an administrator account.'

import { privateLink } from 'shared.bicep'

@description('Name of the registry: it is also its host name.')
@minLength(5)
@maxLength(50)
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Addresses that may push from outside the virtual network, such as build agents.')
param allowedAddresses string[]

@description('Where the registry is reached inside the virtual network.')
param link privateLink

@description('Log Analytics workspace of audit logs.')
param workspaceId string

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: 'Premium'
  }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
    publicNetworkAccess: empty(allowedAddresses) ? 'Disabled' : 'Enabled'
    networkRuleBypassOptions: 'AzureServices'
    networkRuleSet: {
      defaultAction: 'Deny'
      ipRules: map(allowedAddresses, address => { action: 'Allow', value: address })
    }
    zoneRedundancy: 'Enabled'
    policies: {
      // Container Apps and App Service pull with tokens of the resource manager.
      azureADAuthenticationAsArmPolicy: {
        status: 'enabled'
      }
      exportPolicy: {
        status: empty(allowedAddresses) ? 'disabled' : 'enabled'
      }
      retentionPolicy: {
        status: 'enabled'
        days: 30
      }
    }
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: registry
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
  name: 'registry-endpoint'
  params: {
    name: 'pe-registry-${name}'
    location: location
    tags: tags
    link: link
    serviceId: registry.id
    groupId: 'registry'
  }
}

@description('Name of the registry.')
output name string = registry.name
