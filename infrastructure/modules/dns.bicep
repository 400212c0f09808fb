metadata description = 'Public DNS zone.'

@description('Name of the zone, such as example.com.')
param zoneName string

@description('Tags of every resource.')
param tags object

resource zone 'Microsoft.Network/dnsZones@2018-05-01' = {
  name: zoneName
  location: 'global'
  tags: tags
}

@description('Id of the zone.')
output zoneId string = zone.id
