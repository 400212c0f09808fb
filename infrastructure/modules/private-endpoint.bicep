metadata description = 'An address inside the virtual network for one service, and its name in the private DNS zone.'

import { privateLink } from 'shared.bicep'

@description('Name of the endpoint.')
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Subnet and DNS zone.')
param link privateLink

@description('Resource the endpoint leads to.')
param serviceId string

@description('Part of the service that is reached, as the platform names it.')
param groupId string

resource endpoint 'Microsoft.Network/privateEndpoints@2025-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: {
      id: link.subnetId
    }
    privateLinkServiceConnections: [
      {
        name: name
        properties: {
          privateLinkServiceId: serviceId
          groupIds: [groupId]
        }
      }
    ]
  }

  resource zones 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: groupId
          properties: {
            privateDnsZoneId: link.zoneId
          }
        }
      ]
    }
  }
}
