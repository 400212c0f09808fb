metadata description = 'The records that lead a domain to Front Door and prove that it is ours.'

@description('Name of the zone.')
param zoneName string

@description('Label of the domain in the zone, such as coffee.')
param label string

@description('Host of Front Door.')
param target string

@description('Token that proves the domain.')
param validationToken string

resource zone 'Microsoft.Network/dnsZones@2018-05-01' existing = {
  name: zoneName

  resource alias 'CNAME' = {
    name: label
    properties: {
      TTL: 3600
      CNAMERecord: {
        cname: target
      }
    }
  }

  resource proof 'TXT' = {
    name: '_dnsauth.${label}'
    properties: {
      TTL: 3600
      TXTRecords: [
        {
          value: [validationToken]
        }
      ]
    }
  }
}
