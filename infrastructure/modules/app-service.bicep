metadata description = 'App Service plan with one site for each service, its blue and green slots, and autoscale.'

import { environmentVariable, replicas } from 'shared.bicep'

@description('Ending of every name in this environment.')
param suffix string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Size of the plan, such as P0v3.')
param sku string

@description('Smallest and largest number of instances.')
param scale replicas

@description('Whether instances are spread over zones.')
param zoneRedundant bool

@description('Subnet the sites go out through.')
param subnetId string

@description('Whether only Front Door and the sites themselves may come in.')
param private bool

@description('The services that run on the plan.')
param services hostedService[]

@description('Log Analytics workspace of the logs.')
param workspaceId string

@description('A service on the plan.')
type hostedService = {
  name: string
  image: string
  identityId: string
  identityClientId: string
  settings: environmentVariable[]
}

var slots = ['blue', 'green']

var comers = private
  ? [
      { name: 'front-door', priority: 100, action: 'Allow', tag: 'ServiceTag', ipAddress: 'AzureFrontDoor.Backend' }
      { name: 'sites', priority: 200, action: 'Allow', vnetSubnetResourceId: subnetId }
    ]
  : []

var siteSlots = flatten(map(range(0, length(services)), i => map(slots, slot => { site: i, slot: slot })))

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: 'plan-${suffix}'
  location: location
  tags: tags
  kind: 'linux'
  sku: {
    name: sku
    capacity: scale.minimum
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource sites 'Microsoft.Web/sites@2025-03-01' = [
  for service in services: {
    name: 'app-${service.name}-${suffix}'
    location: location
    tags: tags
    kind: 'app,linux,container'
    identity: {
      type: 'UserAssigned'
      userAssignedIdentities: {
        '${service.identityId}': {}
      }
    }
    properties: {
      serverFarmId: plan.id
      httpsOnly: true
      clientAffinityEnabled: false
      keyVaultReferenceIdentity: service.identityId
      virtualNetworkSubnetId: subnetId
      outboundVnetRouting: { allTraffic: true }
      siteConfig: {
        acrUseManagedIdentityCreds: true
        acrUserManagedIdentityID: service.identityClientId
        alwaysOn: true
        appSettings: map(service.settings, setting => { name: setting.name, value: setting.?value ?? '' })
        ftpsState: 'Disabled'
        healthCheckPath: '/health/ready'
        http20Enabled: true
        ipSecurityRestrictions: comers
        ipSecurityRestrictionsDefaultAction: private ? 'Deny' : 'Allow'
        linuxFxVersion: 'DOCKER|${service.image}'
        minTlsVersion: '1.2'
        scmMinTlsVersion: '1.2'
      }
    }
  }
]

resource siteSlot 'Microsoft.Web/sites/slots@2025-03-01' = [
  for item in siteSlots: {
    parent: sites[item.site]
    name: item.slot
    location: location
    tags: tags
    kind: 'app,linux,container'
    identity: {
      type: 'UserAssigned'
      userAssignedIdentities: {
        '${services[item.site].identityId}': {}
      }
    }
    properties: {
      serverFarmId: plan.id
      httpsOnly: true
      clientAffinityEnabled: false
      keyVaultReferenceIdentity: services[item.site].identityId
      virtualNetworkSubnetId: subnetId
      outboundVnetRouting: { allTraffic: true }
      siteConfig: {
        acrUseManagedIdentityCreds: true
        acrUserManagedIdentityID: services[item.site].identityClientId
        alwaysOn: true
        appSettings: map(services[item.site].settings, setting => { name: setting.name, value: setting.?value ?? '' })
        ftpsState: 'Disabled'
        healthCheckPath: '/health/ready'
        http20Enabled: true
        ipSecurityRestrictions: comers
        ipSecurityRestrictionsDefaultAction: private ? 'Deny' : 'Allow'
        linuxFxVersion: 'DOCKER|${services[item.site].image}'
        minTlsVersion: '1.2'
        scmMinTlsVersion: '1.2'
      }
    }
  }
]

resource autoscale 'Microsoft.Insights/autoscalesettings@2022-10-01' = {
  name: 'scale-${suffix}'
  location: location
  tags: tags
  properties: {
    enabled: true
    targetResourceUri: plan.id
    profiles: [
      {
        name: 'processor'
        capacity: {
          minimum: string(scale.minimum)
          maximum: string(scale.maximum)
          default: string(scale.minimum)
        }
        rules: [
          {
            metricTrigger: {
              metricName: 'CpuPercentage'
              metricResourceUri: plan.id
              timeGrain: 'PT1M'
              statistic: 'Average'
              timeWindow: 'PT5M'
              timeAggregation: 'Average'
              operator: 'GreaterThan'
              threshold: 70
            }
            scaleAction: {
              direction: 'Increase'
              type: 'ChangeCount'
              value: '1'
              cooldown: 'PT5M'
            }
          }
          {
            metricTrigger: {
              metricName: 'CpuPercentage'
              metricResourceUri: plan.id
              timeGrain: 'PT1M'
              statistic: 'Average'
              timeWindow: 'PT10M'
              timeAggregation: 'Average'
              operator: 'LessThan'
              threshold: 30
            }
            scaleAction: {
              direction: 'Decrease'
              type: 'ChangeCount'
              value: '1'
              cooldown: 'PT10M'
            }
          }
        ]
      }
    ]
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = [
  for (service, i) in services: {
    name: 'logs'
    scope: sites[i]
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
]

@description('Hosts of the sites, in the order of the services.')
output hosts string[] = [for (service, i) in services: sites[i].properties.defaultHostName]

@description('Id of the plan.')
output planId string = plan.id
