metadata description = 'Who is told, and what about: the figures are those of the service objectives.'

@description('Ending of every name in this environment.')
param suffix string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Addresses that are told.')
@minLength(1)
param emails string[]

@description('Application Insights component the request figures come from.')
param insightsId string

@description('Workspace the log queries run on.')
param workspaceId string

@description('Resources whose metrics are watched: each with the metrics of its kind.')
param watched { name: string, id: string, kind: 'app' | 'plan' | 'postgresql' | 'sql' | 'cache' | 'bus' }[]

@description('Address that is asked from outside every five minutes; null for none.')
param publicAddress string?

var metrics = {
  app: [
    { name: 'cpu', metric: 'CpuPercentage', aggregation: 'Average', threshold: 80, severity: 2 }
    { name: 'memory', metric: 'MemoryPercentage', aggregation: 'Average', threshold: 90, severity: 2 }
    { name: 'restarts', metric: 'RestartCount', aggregation: 'Maximum', threshold: 3, severity: 1 }
  ]
  plan: [
    { name: 'cpu', metric: 'CpuPercentage', aggregation: 'Average', threshold: 80, severity: 2 }
    { name: 'memory', metric: 'MemoryPercentage', aggregation: 'Average', threshold: 90, severity: 2 }
  ]
  postgresql: [
    { name: 'cpu', metric: 'cpu_percent', aggregation: 'Average', threshold: 80, severity: 2 }
    { name: 'memory', metric: 'memory_percent', aggregation: 'Average', threshold: 90, severity: 2 }
    { name: 'disk', metric: 'storage_percent', aggregation: 'Maximum', threshold: 90, severity: 1 }
  ]
  sql: [
    { name: 'cpu', metric: 'cpu_percent', aggregation: 'Average', threshold: 80, severity: 2 }
    { name: 'disk', metric: 'storage_percent', aggregation: 'Maximum', threshold: 90, severity: 1 }
  ]
  cache: [
    { name: 'memory', metric: 'usedmemorypercentage', aggregation: 'Maximum', threshold: 90, severity: 2 }
  ]
  bus: [
    { name: 'queue', metric: 'ActiveMessages', aggregation: 'Average', threshold: 1000, severity: 2 }
    { name: 'dead-letters', metric: 'DeadletteredMessages', aggregation: 'Maximum', threshold: 0, severity: 2 }
  ]
}

var metricAlerts = flatten(map(watched, target => map(metrics[target.kind], metric => {
  ...metric
  targetName: target.name
  targetId: target.id
})))

var queries = [
  {
    name: 'errors-at-once'
    title: 'More than 5 % of requests fail within a minute'
    severity: 0
    frequency: 'PT1M'
    window: 'PT1M'
    threshold: 5
    measure: 'failed'
    query: '''
AppRequests
| summarize failed = 100.0 * countif(Success == false) / count()
'''
  }
  {
    name: 'errors'
    title: 'More than 1 % of requests fail for five minutes'
    severity: 1
    frequency: 'PT5M'
    window: 'PT5M'
    threshold: 1
    measure: 'failed'
    query: '''
AppRequests
| summarize failed = 100.0 * countif(Success == false) / count()
'''
  }
  {
    name: 'latency'
    title: 'The slowest twentieth of requests takes more than two seconds'
    severity: 2
    frequency: 'PT5M'
    window: 'PT5M'
    threshold: 2000
    measure: 'p95'
    query: '''
AppRequests
| summarize p95 = percentile(DurationMs, 95)
'''
  }
  {
    name: 'pool'
    title: 'A connection pool is exhausted'
    severity: 1
    frequency: 'PT5M'
    window: 'PT5M'
    threshold: 0
    measure: 'exhausted'
    query: '''
AppExceptions
| where OuterMessage has "connection pool has been exhausted"
| summarize exhausted = count()
'''
  }
  {
    name: 'health'
    title: 'A probe fails three times'
    severity: 1
    frequency: 'PT5M'
    window: 'PT5M'
    threshold: 2
    measure: 'failures'
    query: '''
union isfuzzy=true ContainerAppSystemLogs, (datatable(TimeGenerated: datetime, Reason: string) [])
| where Reason == "ProbeFailed"
| summarize failures = count()
'''
  }
  {
    name: 'slow-queries'
    title: 'A query takes more than five seconds'
    severity: 3
    frequency: 'PT15M'
    window: 'PT15M'
    threshold: 0
    measure: 'slow'
    query: '''
AppDependencies
| where DependencyType has "SQL" or DependencyType has "postgresql"
| where DurationMs > 5000
| summarize slow = count()
'''
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: take('coffee-${last(split(suffix, '-'))}', 12)
    emailReceivers: [
      for email in emails: {
        name: email
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource metricAlert 'Microsoft.Insights/metricAlerts@2026-01-01' = [
  for alert in metricAlerts: {
    name: 'alert-${alert.targetName}-${alert.name}-${suffix}'
    location: 'global'
    tags: tags
    properties: {
      description: '${alert.metric} of ${alert.targetName} is above ${alert.threshold}.'
      enabled: true
      severity: alert.severity
      scopes: [alert.targetId]
      evaluationFrequency: 'PT1M'
      windowSize: 'PT5M'
      autoMitigate: true
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: alert.name
            metricName: alert.metric
            operator: 'GreaterThan'
            threshold: alert.threshold
            timeAggregation: alert.aggregation
            skipMetricValidation: true
          }
        ]
      }
      actions: [
        {
          actionGroupId: people.id
        }
      ]
    }
  }
]

resource logAlert 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for query in queries: {
    name: 'alert-${query.name}-${suffix}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: query.title
      description: query.title
      enabled: true
      severity: query.severity
      scopes: [workspaceId]
      evaluationFrequency: query.frequency
      windowSize: query.window
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: query.query
            metricMeasureColumn: query.measure
            timeAggregation: 'Maximum'
            operator: 'GreaterThan'
            threshold: query.threshold
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: [people.id]
      }
    }
  }
]

resource ping 'Microsoft.Insights/webtests@2022-06-15' = if (publicAddress != null) {
  name: 'ping-${suffix}'
  location: location
  tags: union(tags, { 'hidden-link:${insightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    Name: 'ping-${suffix}'
    SyntheticMonitorId: 'ping-${suffix}'
    Kind: 'standard'
    Enabled: true
    Frequency: 300
    Timeout: 30
    RetryEnabled: true
    Locations: [
      { Id: 'emea-nl-ams-azr' }
      { Id: 'emea-gb-db3-azr' }
      { Id: 'emea-se-sto-edge' }
      { Id: 'emea-fr-pra-edge' }
      { Id: 'us-va-ash-azr' }
    ]
    Request: {
      RequestUrl: publicAddress ?? ''
      HttpVerb: 'GET'
      FollowRedirects: true
      ParseDependentRequests: false
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 7
    }
  }
}

resource pingAlert 'Microsoft.Insights/metricAlerts@2026-01-01' = if (publicAddress != null) {
  name: 'alert-ping-${suffix}'
  location: 'global'
  tags: union(tags, { 'hidden-link:${insightsId}': 'Resource', 'hidden-link:${ping.id}': 'Resource' })
  properties: {
    description: 'The public address does not answer, or its certificate ends within 7 days.'
    enabled: true
    severity: 0
    scopes: [insightsId, ping.id]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      componentId: insightsId
      webTestId: ping.id
      failedLocationCount: 3
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}

@description('Id of the group that is told.')
output actionGroupId string = people.id
