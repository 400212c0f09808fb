metadata description = 'Static web app: pages that need no server.'

@description('Name of the site.')
param name string

@description('Region of the site; static sites are not in every one.')
param location string

@description('Tags of every resource.')
param tags object

@description('Plan of the site.')
param sku 'Free' | 'Standard'

resource site 'Microsoft.Web/staticSites@2025-03-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: sku
    tier: sku
  }
  properties: {
    allowConfigFileUpdates: true
    provider: 'Custom'
    stagingEnvironmentPolicy: 'Disabled'
  }
}

@description('Host of the site.')
output host string = site.properties.defaultHostname
