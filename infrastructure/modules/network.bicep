metadata description = 'Virtual network, its subnets with their rules, and the private DNS zones.'

@description('Ending of every name in this environment.')
param suffix string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Address space of the network: a /16.')
param addressSpace string

@description('Who may reach the apps over HTTPS.')
param visitors 'AzureFrontDoor.Backend' | 'Internet'

@description('Private DNS zones, by the service they are for.')
param privateZones privateZoneNames

@description('Name of a private DNS zone, by service.')
type privateZoneNames = {
  *: string
}

@description('A subnet and the service it is handed to.')
type subnetPlan = {
  name: string
  addressPrefix: string
  delegation: string?
  serviceEndpoints: string[]
}

var zoneNames = map(items(privateZones), zone => zone.value)

var subnets subnetPlan[] = [
  {
    name: 'apps'
    addressPrefix: cidrSubnet(addressSpace, 23, 0)
    delegation: 'Microsoft.App/environments'
    serviceEndpoints: ['Microsoft.KeyVault', 'Microsoft.Storage']
  }
  {
    name: 'database'
    addressPrefix: cidrSubnet(addressSpace, 24, 2)
    delegation: 'Microsoft.DBforPostgreSQL/flexibleServers'
    serviceEndpoints: ['Microsoft.Storage']
  }
  {
    name: 'endpoints'
    addressPrefix: cidrSubnet(addressSpace, 24, 3)
    serviceEndpoints: []
  }
  {
    name: 'sites'
    addressPrefix: cidrSubnet(addressSpace, 24, 4)
    delegation: 'Microsoft.Web/serverFarms'
    serviceEndpoints: ['Microsoft.KeyVault', 'Microsoft.Storage', 'Microsoft.Web']
  }
]

resource rules 'Microsoft.Network/networkSecurityGroups@2025-07-01' = [
  for subnet in subnets: {
    name: 'nsg-${subnet.name}-${suffix}'
    location: location
    tags: tags
    properties: {
      securityRules: subnet.name == 'apps'
        ? [
            {
              name: 'AllowHttpsFromVisitors'
              properties: {
                priority: 100
                direction: 'Inbound'
                access: 'Allow'
                protocol: 'Tcp'
                sourceAddressPrefix: visitors
                sourcePortRange: '*'
                destinationAddressPrefix: subnet.addressPrefix
                destinationPortRanges: ['443', '31443']
              }
            }
          ]
        : []
    }
  }
]

resource network 'Microsoft.Network/virtualNetworks@2025-07-01' = {
  name: 'vnet-${suffix}'
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [addressSpace]
    }
    subnets: [
      for (subnet, i) in subnets: {
        name: subnet.name
        properties: {
          addressPrefix: subnet.addressPrefix
          networkSecurityGroup: {
            id: rules[i].id
          }
          serviceEndpoints: map(subnet.serviceEndpoints, service => { service: service })
          delegations: subnet.?delegation == null
            ? []
            : [
                {
                  name: subnet.name
                  properties: {
                    serviceName: subnet.?delegation
                  }
                }
              ]
          privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled'
        }
      }
    ]
  }

  resource apps 'subnets' existing = {
    name: 'apps'
  }

  resource database 'subnets' existing = {
    name: 'database'
  }

  resource endpoints 'subnets' existing = {
    name: 'endpoints'
  }

  resource sites 'subnets' existing = {
    name: 'sites'
  }
}

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for name in zoneNames: {
    name: name
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (name, i) in zoneNames: {
    parent: zones[i]
    name: 'to-vnet-${suffix}'
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: network.id
      }
    }
  }
]

@description('Subnet of the container apps environment.')
output appsSubnetId string = network::apps.id

@description('Subnet that PostgreSQL servers are injected into.')
output databaseSubnetId string = network::database.id

@description('Subnet of private endpoints.')
output endpointsSubnetId string = network::endpoints.id

@description('Subnet that App Service sites go out through.')
output sitesSubnetId string = network::sites.id

@description('Ids of the private DNS zones, by service.')
output zoneIds privateZoneNames = mapValues(privateZones, name => resourceId('Microsoft.Network/privateDnsZones', name))
