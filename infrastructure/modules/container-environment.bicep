metadata description = 'Managed environment of the container apps, inside the virtual network.'

@description('Name of the environment, as the pipeline names it.')
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Subnet delegated to the environment.')
param subnetId string

@description('Whether replicas are spread over zones; only at creation.')
param zoneRedundant bool

@description('Whether apps are reached from the internet directly; with Front Door in front they are not.')
param publicNetworkAccess bool

@description('Log Analytics workspace of console and system logs.')
param workspaceId string

resource environment 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
    peerAuthentication: {
      mtls: {
        enabled: true
      }
    }
    peerTrafficConfiguration: {
      encryption: {
        enabled: true
      }
    }
    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'
    vnetConfiguration: {
      infrastructureSubnetId: subnetId
      internal: false
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
    zoneRedundant: zoneRedundant
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: environment
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

@description('Id of the environment.')
output environmentId string = environment.id

@description('Domain of every app in the environment.')
output defaultDomain string = environment.properties.defaultDomain
