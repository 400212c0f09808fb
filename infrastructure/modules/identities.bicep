metadata description = 'One identity for each service: nothing signs in with a password.'

@description('Ending of every name in this environment.')
param suffix string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

resource api 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-api-${suffix}'
  location: location
  tags: tags
}

resource web 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-web-${suffix}'
  location: location
  tags: tags
}

@description('The identity of an app: resource id, object id and application id.')
type identity = {
  id: string
  name: string
  principalId: string
  clientId: string
}

@description('Identity of the API.')
output api identity = {
  id: api.id
  name: api.name
  principalId: api.properties.principalId
  clientId: api.properties.clientId
}

@description('Identity of the web front end.')
output web identity = {
  id: web.id
  name: web.name
  principalId: web.properties.principalId
  clientId: web.properties.clientId
}
