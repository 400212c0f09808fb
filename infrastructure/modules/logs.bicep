metadata description = 'Log Analytics workspace and the Application Insights that writes to it.'

import { roles } from 'shared.bicep'

@description('Ending of every name in this environment.')
param suffix string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Days for which logs can be searched.')
@minValue(30)
@maxValue(730)
param retentionInDays int

@description('Gigabytes a day after which ingestion stops; -1 for no limit.')
param dailyQuota int

@description('Identities that may write telemetry.')
param publisherIds string[]

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: 'log-${suffix}'
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionInDays
    workspaceCapping: {
      dailyQuotaGb: dailyQuota
    }
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
    publicNetworkAccessForIngestion: 'Enabled'
    publicNetworkAccessForQuery: 'Enabled'
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${suffix}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true
  }
}

resource publishers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (publisherId, i) in publisherIds: {
    name: guid(insights.id, roles.monitoringMetricsPublisher, string(i))
    scope: insights
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.monitoringMetricsPublisher)
      principalId: publisherId
      principalType: 'ServicePrincipal'
    }
  }
]

@description('Id of the workspace that diagnostic settings write to.')
output workspaceId string = workspace.id

@description('Id of the Application Insights component.')
output insightsId string = insights.id

@description('Name of the Application Insights component.')
output insightsName string = insights.name
