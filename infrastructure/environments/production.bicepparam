using '../main.bicep'

param environmentName = 'production'

param hosting = {
  kind: 'containerApps'
  cpu: '0.5'
  replicas: { minimum: 2, maximum: 10 }
}

// Digests of the release. The pipeline gives them; no registry holds an image of these zeros.
param images = {
  api: readEnvironmentVariable('FROSTLINE_API_IMAGE', 'coffeetracker.azurecr.io/coffeetracker/api@sha256:0000000000000000000000000000000000000000000000000000000000000000')
  web: readEnvironmentVariable('FROSTLINE_WEB_IMAGE', 'coffeetracker.azurecr.io/coffeetracker/web@sha256:0000000000000000000000000000000000000000000000000000000000000000')
}

param registry = {
  name: 'coffeetracker'
  resourceGroup: 'coffeetracker-production'
  owned: true
  allowedAddresses: []
}

param database = {
  engine: 'postgresql'
  size: {
    sku: 'Standard_D2ds_v5'
    tier: 'GeneralPurpose'
    storageGB: 128
  }
}

param databaseAdministrator = {
  objectId: '00000000-0000-0000-0000-000000000002'
  name: 'coffee-database-administrators'
  type: 'Group'
}

param cache = {
  sku: 'Balanced_B1'
  highAvailability: true
}

param messages = {
  sku: 'Standard'
}

param addressSpace = '10.30.0.0/16'

param private = true

param zoneRedundant = true

param domain = {
  zone: 'coffeetracker.example'
  label: 'app'
}

param backups = {
  retentionDays: 35
  geoRedundant: true
  storageSku: 'Standard_GZRS'
}

param logs = {
  retentionInDays: 90
  dailyQuota: 10
}

param softDeleteRetentionInDays = 90

param secretsExpireOn = '2027-12-01T00:00:00Z'

param emails = ['coffee-team@example.com', 'coffee-oncall@example.com']

param budget = {
  amount: 1165
  startDate: '2026-12-01T00:00:00Z'
}
