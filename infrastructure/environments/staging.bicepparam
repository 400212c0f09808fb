using '../main.bicep'

param environmentName = 'staging'

param hosting = {
  kind: 'containerApps'
  cpu: '0.25'
  replicas: { minimum: 1, maximum: 3 }
}

// Digests of the release. The pipeline gives them; no registry holds an image of these zeros.
param images = {
  api: readEnvironmentVariable('FROSTLINE_API_IMAGE', 'coffeetracker.azurecr.io/coffeetracker/api@sha256:0000000000000000000000000000000000000000000000000000000000000000')
  web: readEnvironmentVariable('FROSTLINE_WEB_IMAGE', 'coffeetracker.azurecr.io/coffeetracker/web@sha256:0000000000000000000000000000000000000000000000000000000000000000')
}

param registry = {
  name: 'coffeetracker'
  resourceGroup: 'coffeetracker-production'
  owned: false
  allowedAddresses: []
}

param database = {
  engine: 'postgresql'
  size: {
    sku: 'Standard_B1ms'
    tier: 'Burstable'
    storageGB: 32
  }
}

param databaseAdministrator = {
  objectId: '00000000-0000-0000-0000-000000000001'
  name: 'coffee-database-administrators'
  type: 'Group'
}

param cache = {
  sku: 'Balanced_B0'
  highAvailability: false
}

param messages = {
  sku: 'Standard'
}

param addressSpace = '10.20.0.0/16'

param private = false

param zoneRedundant = false

param backups = {
  retentionDays: 7
  geoRedundant: false
  storageSku: 'Standard_LRS'
}

param logs = {
  retentionInDays: 30
  dailyQuota: 1
}

param softDeleteRetentionInDays = 7

param secretsExpireOn = '2027-12-01T00:00:00Z'

param emails = ['coffee-team@example.com']

param budget = {
  amount: 135
  startDate: '2026-12-01T00:00:00Z'
}
