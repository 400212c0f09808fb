metadata description = 'Workbooks: one page for the system, one for each question people ask of it.'

@description('Ending of every name in this environment.')
param suffix string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Workspace the queries run on.')
param workspaceId string

@description('Application Insights component the workbooks are shown with.')
param insightsId string

var pages = [
  {
    name: 'system'
    title: 'System'
    charts: [
      { title: 'Console lines by level', query: 'AppTraces | summarize count() by SeverityLevel, bin(TimeGenerated, 5m)' }
      { title: 'Exceptions', query: 'AppExceptions | summarize count() by ExceptionType, bin(TimeGenerated, 5m)' }
    ]
  }
  {
    name: 'api'
    title: 'API'
    charts: [
      { title: 'Requests', query: 'AppRequests | summarize count() by bin(TimeGenerated, 1m)' }
      {
        title: 'Duration: p50, p95, p99'
        query: 'AppRequests | summarize percentiles(DurationMs, 50, 95, 99) by bin(TimeGenerated, 1m)'
      }
      { title: 'Failures', query: 'AppRequests | where Success == false | summarize count() by ResultCode, Name' }
    ]
  }
  {
    name: 'database'
    title: 'Database and queue'
    charts: [
      {
        title: 'Slowest statements'
        query: 'AppDependencies | where DurationMs > 100 | summarize max(DurationMs), count() by Name'
      }
      {
        title: 'Metrics'
        query: 'AzureMetrics | summarize avg(Average) by MetricName, bin(TimeGenerated, 5m)'
      }
    ]
  }
  {
    name: 'business'
    title: 'Coffees'
    charts: [
      {
        title: 'Coffees an hour'
        query: 'AppRequests | where Name startswith "POST" and Success | summarize count() by bin(TimeGenerated, 1h)'
      }
    ]
  }
]

resource workbooks 'Microsoft.Insights/workbooks@2023-06-01' = [
  for page in pages: {
    name: guid(resourceGroup().id, suffix, page.name)
    location: location
    tags: tags
    kind: 'shared'
    properties: {
      displayName: '${page.title} (${suffix})'
      category: 'workbook'
      version: 'Notebook/1.0'
      sourceId: insightsId
      serializedData: string({
        version: 'Notebook/1.0'
        items: map(page.charts, chart => {
          type: 3
          content: {
            version: 'KqlItem/1.0'
            title: chart.title
            query: chart.query
            queryType: 0
            resourceType: 'microsoft.operationalinsights/workspaces'
            crossComponentResources: [workspaceId]
            visualization: 'timechart'
          }
        })
        fallbackResourceIds: [insightsId]
      })
    }
  }
]
