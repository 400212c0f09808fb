metadata description = 'Service Bus with the queue of the tracker; what cannot be delivered goes to its dead-letter queue.'

import { roles } from 'shared.bicep'

@description('Name of the namespace.')
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Tier of the namespace.')
param sku 'Standard' | 'Premium'

@description('Identities that may send and receive, by the name that keeps their assignment apart.')
param users { name: string, principalId: string }[]

@description('Log Analytics workspace of the logs.')
param workspaceId string

var userRoles = flatten(map(users, user => [
  { ...user, role: roles.serviceBusDataSender }
  { ...user, role: roles.serviceBusDataReceiver }
]))

resource bus 'Microsoft.ServiceBus/namespaces@2026-01-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: sku
    tier: sku
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
  }

  resource queue 'queues' = {
    name: 'brews'
    properties: {
      deadLetteringOnMessageExpiration: true
      defaultMessageTimeToLive: 'P14D'
      duplicateDetectionHistoryTimeWindow: 'PT10M'
      lockDuration: 'PT1M'
      maxDeliveryCount: 10
      requiresDuplicateDetection: true
    }
  }
}

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for user in userRoles: {
    name: guid(bus.id, user.role, user.name)
    scope: bus
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', user.role)
      principalId: user.principalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: bus
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

@description('Id of the namespace.')
output busId string = bus.id

@description('Host the apps connect to.')
output host string = replace(replace(bus.properties.serviceBusEndpoint, 'https://', ''), ':443/', '')
