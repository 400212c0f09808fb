metadata name = 'Coffee tracker'
metadata description = 'Everything one environment of the coffee tracker needs, in one resource group.'

targetScope = 'resourceGroup'

import { environmentName as knownEnvironment, replicas } from 'modules/shared.bicep'
import { postgresqlSize } from 'modules/postgresql.bicep'
import { sqlSize } from 'modules/sql.bicep'

@description('Environment, as the pipeline names it.')
param environmentName knownEnvironment

@description('Azure region.')
param location string = resourceGroup().location

@description('Region of the static site: not every region has them.')
param staticSiteLocation string = location

@description('What the services run on.')
param hosting hostingPlan

@description('Images of the services, each with its digest; null for everything but the apps, which need a database with its schema.')
param images imageSet?

@description('Weights of the revisions, by service. The pipeline gives those of the moment; a first deployment has only its newest.')
param traffic { api: trafficWeight[], web: trafficWeight[] } = {
  api: [{ latestRevision: true, weight: 100 }]
  web: [{ latestRevision: true, weight: 100 }]
}

@description('Tags by which the pipeline knows what each app serves; it gives those of the moment.')
param releaseTags { api: object, web: object } = { api: {}, web: {} }

@description('Values of secrets that win over those in Key Vault, by service and name. The pipeline gives them where nothing signs in by identity.')
@secure()
param secretValues object = {}

@description('Registry of the images: the environment that owns it creates it, the others only pull.')
param registry registrySettings

@description('Database engine and its size.')
param database databaseSettings

@description('Who administers the databases, by Microsoft Entra object id.')
param databaseAdministrator administrator

@description('Size of the cache.')
param cache { sku: string, highAvailability: bool }

@description('Tier of Service Bus.')
param messages { sku: 'Standard' | 'Premium' }

@description('Address space of the virtual network: a /16.')
param addressSpace string

@description('Whether services are reached by private endpoints only, and visitors come through Front Door only.')
param private bool

@description('Whether everything that can be is spread over zones.')
param zoneRedundant bool

@description('Domain of the visitors; null for the generated host only.')
param domain { zone: string, label: string }?

@description('Backups: days kept, and whether they are also kept in the paired region.')
param backups backupSettings

@description('Days for which logs can be searched, and the gigabytes a day they may take (-1 for no limit).')
param logs logSettings

@description('Days for which a deleted secret can be brought back.')
@minValue(7)
@maxValue(90)
param softDeleteRetentionInDays int

@description('Day on which the secrets in Key Vault expire, as ISO 8601.')
param secretsExpireOn string

@description('Addresses that alerts and the budget are sent to.')
@minLength(1)
param emails string[]

@description('Budget in US dollars a month, from the first day of a month on.')
param budget budgetSettings

@description('Container apps, or an App Service plan with its size.')
@discriminator('kind')
type hostingPlan = containerApps | appService

@description('Container apps: processor cores of a replica, and how many of them.')
type containerApps = {
  kind: 'containerApps'
  cpu: '0.25' | '0.5' | '1.0' | '2.0'
  replicas: replicas
}

@description('App Service: size of the plan, and how many instances.')
type appService = {
  kind: 'appService'
  sku: string
  replicas: replicas
}

@description('Images of the services.')
type imageSet = {
  api: string
  web: string
}

@description('Weight of one revision.')
type trafficWeight = {
  revisionName: string?
  latestRevision: bool?
  label: string?

  @minValue(0)
  @maxValue(100)
  weight: int
}

@description('Registry, and the group it is in.')
type registrySettings = {
  @minLength(5)
  @maxLength(50)
  name: string
  resourceGroup: string
  owned: bool

  @description('Addresses that may push from outside, such as build agents.')
  allowedAddresses: string[]
}

@description('PostgreSQL or Azure SQL.')
@discriminator('engine')
type databaseSettings = postgresqlDatabase | sqlDatabase

@description('PostgreSQL flexible server.')
type postgresqlDatabase = {
  engine: 'postgresql'
  size: postgresqlSize
}

@description('Azure SQL.')
type sqlDatabase = {
  engine: 'sql'
  size: sqlSize
}

@description('A user, a group or a service principal.')
type administrator = {
  @minLength(36)
  @maxLength(36)
  objectId: string
  name: string
  type: 'Group' | 'ServicePrincipal' | 'User'
}

@description('How long backups are kept and where.')
type backupSettings = {
  @minValue(7)
  @maxValue(35)
  retentionDays: int
  geoRedundant: bool
  storageSku: 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GRS' | 'Standard_GZRS' | 'Standard_RAGZRS'
}

@description('How long logs are kept, and how many of them.')
type logSettings = {
  @minValue(30)
  @maxValue(730)
  retentionInDays: int
  dailyQuota: int
}

@description('Money a month, and the month it begins with.')
type budgetSettings = {
  @minValue(1)
  amount: int
  startDate: string
}

var suffix = 'coffee-${environmentName}'

var unique = uniqueString(resourceGroup().id)

var tags = {
  product: 'coffeetracker'
  environment: environmentName
  managedBy: 'frostline'
}

var withApps = hosting.kind == 'containerApps' && images != null

var withSites = hosting.kind == 'appService' && images != null

var databaseName = 'coffee_${environmentName}'

var alwaysPrivate = {
  registry: 'privatelink${az.environment().suffixes.acrLoginServer}'
  postgresql: 'coffee-${environmentName}.private.postgres.database.azure.com'
}

var privateZones = union(
  alwaysPrivate,
  database.engine == 'sql' ? { sql: 'privatelink${az.environment().suffixes.sqlServerHostname}' } : {},
  private
    ? {
        vault: 'privatelink.vaultcore.azure.net'
        cache: 'privatelink.redis.azure.net'
        blob: 'privatelink.blob.${az.environment().suffixes.storage}'
      }
    : {}
)

module network 'modules/network.bicep' = {
  name: 'network'
  params: {
    suffix: suffix
    location: location
    tags: tags
    addressSpace: addressSpace
    visitors: private ? 'AzureFrontDoor.Backend' : 'Internet'
    privateZones: privateZones
  }
}

module identities 'modules/identities.bicep' = {
  name: 'identities'
  params: {
    suffix: suffix
    location: location
    tags: tags
  }
}

module observability 'modules/logs.bicep' = {
  name: 'logs'
  params: {
    suffix: suffix
    location: location
    tags: tags
    retentionInDays: logs.retentionInDays
    dailyQuota: logs.dailyQuota
    publisherIds: [identities.outputs.api.principalId, identities.outputs.web.principalId]
  }
}

module ownRegistry 'modules/registry.bicep' = if (registry.owned) {
  name: 'registry'
  params: {
    name: registry.name
    location: location
    tags: tags
    allowedAddresses: registry.allowedAddresses
    link: {
      subnetId: network.outputs.endpointsSubnetId
      zoneId: network.outputs.zoneIds.registry
    }
    workspaceId: observability.outputs.workspaceId
  }
}

module sharedRegistry 'modules/private-endpoint.bicep' = if (!registry.owned) {
  name: 'shared-registry'
  params: {
    name: 'pe-registry-${suffix}'
    location: location
    tags: tags
    link: {
      subnetId: network.outputs.endpointsSubnetId
      zoneId: network.outputs.zoneIds.registry
    }
    serviceId: resourceId(registry.resourceGroup, 'Microsoft.ContainerRegistry/registries', registry.name)
    groupId: 'registry'
  }
}

module registryAccess 'modules/registry-access.bicep' = {
  name: 'registry-access-${environmentName}'
  scope: resourceGroup(registry.resourceGroup)
  params: {
    registryName: registry.name
    pullers: [
      { name: identities.outputs.api.name, principalId: identities.outputs.api.principalId }
      { name: identities.outputs.web.name, principalId: identities.outputs.web.principalId }
    ]
  }
  dependsOn: [ownRegistry]
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: {
    name: 'kv-coffee-${take(unique, 13)}'
    location: location
    tags: tags
    softDeleteRetentionInDays: softDeleteRetentionInDays
    readers: [
      { name: identities.outputs.api.name, principalId: identities.outputs.api.principalId }
      { name: identities.outputs.web.name, principalId: identities.outputs.web.principalId }
    ]
    link: private
      ? { subnetId: network.outputs.endpointsSubnetId, zoneId: network.outputs.zoneIds.vault }
      : null
    subnetIds: [network.outputs.appsSubnetId, network.outputs.sitesSubnetId]
    workspaceId: observability.outputs.workspaceId
  }
}

module postgresql 'modules/postgresql.bicep' = if (database.engine == 'postgresql') {
  name: 'postgresql'
  params: {
    name: 'psql-coffee-${unique}'
    location: location
    tags: tags
    size: {
      sku: database.size.sku
      tier: database.size.tier
      storageGB: database.size.?storageGB ?? 32
    }
    databaseName: databaseName
    backupRetentionDays: backups.retentionDays
    geoRedundantBackup: backups.geoRedundant
    zoneRedundant: zoneRedundant
    subnetId: network.outputs.databaseSubnetId
    zoneId: network.outputs.zoneIds.postgresql
    administrators: [
      databaseAdministrator
      {
        objectId: identities.outputs.api.principalId
        name: identities.outputs.api.name
        type: 'ServicePrincipal'
      }
    ]
    workspaceId: observability.outputs.workspaceId
  }
}

module sql 'modules/sql.bicep' = if (database.engine == 'sql') {
  name: 'sql'
  params: {
    name: 'sql-coffee-${unique}'
    location: location
    tags: tags
    size: {
      sku: database.size.sku
      tier: database.size.tier
      capacity: database.size.?capacity ?? 10
    }
    databaseName: databaseName
    backupRetentionDays: backups.retentionDays
    geoRedundantBackup: backups.geoRedundant
    zoneRedundant: zoneRedundant
    link: {
      subnetId: network.outputs.endpointsSubnetId
      zoneId: network.outputs.zoneIds.sql
    }
    administrator: databaseAdministrator
    workspaceId: observability.outputs.workspaceId
  }
}

module redis 'modules/cache.bicep' = {
  name: 'cache'
  params: {
    name: 'redis-coffee-${unique}'
    location: location
    tags: tags
    sku: cache.sku
    highAvailability: cache.highAvailability
    users: [{ name: 'api', principalId: identities.outputs.api.principalId }]
    link: private
      ? { subnetId: network.outputs.endpointsSubnetId, zoneId: network.outputs.zoneIds.cache }
      : null
  }
}

module bus 'modules/messages.bicep' = {
  name: 'messages'
  params: {
    name: 'sb-coffee-${unique}'
    location: location
    tags: tags
    sku: messages.sku
    users: [{ name: identities.outputs.api.name, principalId: identities.outputs.api.principalId }]
    workspaceId: observability.outputs.workspaceId
  }
}

module dumps 'modules/backups.bicep' = {
  name: 'backups'
  params: {
    name: 'stcoffee${unique}'
    location: location
    tags: tags
    sku: backups.storageSku
    retentionDays: backups.retentionDays
    writers: [{ name: identities.outputs.api.name, principalId: identities.outputs.api.principalId }]
    link: private
      ? { subnetId: network.outputs.endpointsSubnetId, zoneId: network.outputs.zoneIds.blob }
      : null
    subnetIds: [network.outputs.appsSubnetId, network.outputs.sitesSubnetId]
  }
}

module secrets 'modules/vault-secrets.bicep' = {
  name: 'vault-secrets'
  params: {
    vaultName: vault.outputs.name
    insightsName: observability.outputs.insightsName
    databaseConnection: database.engine == 'postgresql'
      ? 'Host=${postgresql!.outputs.host};Database=${databaseName};Username=${identities.outputs.api.name};SSL Mode=VerifyFull'
      : 'Server=${sql!.outputs.host};Database=${databaseName};Authentication=Active Directory Managed Identity;User Id=${identities.outputs.api.clientId};Encrypt=Strict'
    expiresOn: secretsExpireOn
  }
}

module environment 'modules/container-environment.bicep' = if (hosting.kind == 'containerApps') {
  name: 'container-environment'
  params: {
    name: suffix
    location: location
    tags: tags
    subnetId: network.outputs.appsSubnetId
    zoneRedundant: zoneRedundant
    publicNetworkAccess: !private
    workspaceId: observability.outputs.workspaceId
  }
}

module api 'modules/container-app.bicep' = if (withApps) {
  name: 'api'
  params: {
    name: 'coffee-api'
    location: location
    tags: union(tags, releaseTags.api)
    environmentId: environment!.outputs.environmentId
    identityId: identities.outputs.api.id
    registryServer: registryAccess.outputs.loginServer
    image: images!.api
    cpu: hosting.?cpu ?? '0.25'
    scale: hosting.replicas
    allowedOrigins: []
    traffic: traffic.api
    secretValues: secretValues.?api ?? {}
    environmentVariables: [
      { name: 'AZURE_CLIENT_ID', value: identities.outputs.api.clientId }
      { name: 'Cache__Endpoint', value: redis.outputs.endpoint }
      { name: 'Messages__Host', value: bus.outputs.host }
      { name: 'Backups__Container', value: dumps.outputs.containerUri }
      { name: 'ConnectionStrings__Coffee', secretRef: 'connectionstrings-coffee' }
      { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', secretRef: 'applicationinsights' }
    ]
    secrets: [
      { name: 'connectionstrings-coffee', keyVaultUrl: secrets.outputs.databaseUri }
      { name: 'applicationinsights', keyVaultUrl: secrets.outputs.telemetryUri }
    ]
  }
}

module web 'modules/container-app.bicep' = if (withApps) {
  name: 'web'
  params: {
    name: 'coffee-web'
    location: location
    tags: union(tags, releaseTags.web)
    environmentId: environment!.outputs.environmentId
    identityId: identities.outputs.web.id
    registryServer: registryAccess.outputs.loginServer
    image: images!.web
    cpu: hosting.?cpu ?? '0.25'
    scale: hosting.replicas
    allowedOrigins: []
    traffic: traffic.web
    secretValues: secretValues.?web ?? {}
    environmentVariables: [
      { name: 'AZURE_CLIENT_ID', value: identities.outputs.web.clientId }
      { name: 'Api__Address', value: 'https://${api!.outputs.host}' }
      { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', secretRef: 'applicationinsights' }
    ]
    secrets: [
      { name: 'applicationinsights', keyVaultUrl: secrets.outputs.telemetryUri }
    ]
  }
}

module sites 'modules/app-service.bicep' = if (withSites) {
  name: 'app-service'
  params: {
    suffix: suffix
    location: location
    tags: tags
    sku: hosting.?sku ?? 'P0v3'
    scale: hosting.replicas
    zoneRedundant: zoneRedundant
    subnetId: network.outputs.sitesSubnetId
    workspaceId: observability.outputs.workspaceId
    private: private
    services: [
      {
        name: 'api'
        image: images!.api
        identityId: identities.outputs.api.id
        identityClientId: identities.outputs.api.clientId
        settings: [
          { name: 'WEBSITES_PORT', value: '8080' }
          { name: 'AZURE_CLIENT_ID', value: identities.outputs.api.clientId }
          { name: 'Cache__Endpoint', value: redis.outputs.endpoint }
          { name: 'Messages__Host', value: bus.outputs.host }
          {
            name: 'ConnectionStrings__Coffee'
            value: '@Microsoft.KeyVault(SecretUri=${secrets.outputs.databaseUri})'
          }
          {
            name: 'APPLICATIONINSIGHTS_CONNECTION_STRING'
            value: '@Microsoft.KeyVault(SecretUri=${secrets.outputs.telemetryUri})'
          }
        ]
      }
      {
        name: 'web'
        image: images!.web
        identityId: identities.outputs.web.id
        identityClientId: identities.outputs.web.clientId
        settings: [
          { name: 'WEBSITES_PORT', value: '8080' }
          { name: 'AZURE_CLIENT_ID', value: identities.outputs.web.clientId }
          { name: 'Api__Address', value: 'https://app-api-${suffix}.azurewebsites.net' }
          {
            name: 'APPLICATIONINSIGHTS_CONNECTION_STRING'
            value: '@Microsoft.KeyVault(SecretUri=${secrets.outputs.telemetryUri})'
          }
        ]
      }
    ]
  }
}

module staticSite 'modules/static-site.bicep' = {
  name: 'static-site'
  params: {
    name: 'stapp-${suffix}'
    location: staticSiteLocation
    tags: tags
    sku: private ? 'Standard' : 'Free'
  }
}

module dnsZone 'modules/dns.bicep' = if (domain != null) {
  name: 'dns'
  params: {
    zoneName: domain.?zone ?? ''
    tags: tags
  }
}

module edge 'modules/front-door.bicep' = if (private && images != null) {
  name: 'front-door'
  params: {
    suffix: suffix
    location: location
    tags: tags
    originHost: hosting.kind == 'containerApps' ? web!.outputs.host : sites!.outputs.hosts[1]
    origin: hosting.kind == 'containerApps'
      ? { id: environment!.outputs.environmentId, groupId: 'managedEnvironments' }
      : null
    domain: domain == null
      ? null
      : { name: '${domain!.label}.${domain!.zone}', zoneId: dnsZone!.outputs.zoneId }
    workspaceId: observability.outputs.workspaceId
  }
}

module records 'modules/dns-records.bicep' = if (private && domain != null && images != null) {
  name: 'dns-records'
  params: {
    zoneName: domain.?zone ?? ''
    label: domain.?label ?? ''
    target: edge!.outputs.host
    validationToken: edge!.outputs.validationToken
  }
}

module alerts 'modules/alerts.bicep' = if (images != null) {
  name: 'alerts'
  params: {
    suffix: suffix
    location: location
    tags: tags
    emails: emails
    insightsId: observability.outputs.insightsId
    workspaceId: observability.outputs.workspaceId
    publicAddress: private ? 'https://${edge!.outputs.host}/health/ready' : null
    watched: concat(
      [
        { name: 'cache', id: redis.outputs.cacheId, kind: 'cache' }
        { name: 'bus', id: bus.outputs.busId, kind: 'bus' }
      ],
      hosting.kind == 'containerApps'
        ? [
            { name: 'api', id: api!.outputs.appId, kind: 'app' }
            { name: 'web', id: web!.outputs.appId, kind: 'app' }
          ]
        : [{ name: 'plan', id: sites!.outputs.planId, kind: 'plan' }],
      database.engine == 'postgresql'
        ? [{ name: 'database', id: postgresql!.outputs.serverId, kind: 'postgresql' }]
        : [{ name: 'database', id: sql!.outputs.databaseId, kind: 'sql' }]
    )
  }
}

module dashboard 'modules/dashboard.bicep' = {
  name: 'dashboard'
  params: {
    suffix: suffix
    location: location
    tags: tags
    workspaceId: observability.outputs.workspaceId
    insightsId: observability.outputs.insightsId
  }
}

module spending 'modules/budget.bicep' = {
  name: 'budget'
  params: {
    suffix: suffix
    amount: budget.amount
    startDate: budget.startDate
    emails: emails
  }
}

@description('Host of the API.')
output apiHost string = images == null ? '' : hosting.kind == 'containerApps' ? api!.outputs.host : sites!.outputs.hosts[0]

@description('Host of the web front end.')
output webHost string = images == null ? '' : hosting.kind == 'containerApps' ? web!.outputs.host : sites!.outputs.hosts[1]

@description('Host visitors come to.')
output publicHost string = images == null ? '' : private ? edge!.outputs.host : web.?outputs.host ?? ''

@description('Host of the database.')
output databaseHost string = database.engine == 'postgresql' ? postgresql!.outputs.host : sql!.outputs.host

@description('Address of the Key Vault.')
output vaultUri string = vault.outputs.uri

@description('Host of the static site.')
output staticHost string = staticSite.outputs.host
