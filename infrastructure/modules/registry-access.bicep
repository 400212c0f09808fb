metadata description = 'Lets identities pull images from a registry, wherever it is.'

import { roles } from 'shared.bicep'

@description('Name of the registry.')
param registryName string

@description('Identities that may pull, by the name that keeps their assignment apart.')
param pullers { name: string, principalId: string }[]

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' existing = {
  name: registryName
}

resource pulls 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for puller in pullers: {
    name: guid(registry.id, roles.acrPull, puller.name)
    scope: registry
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.acrPull)
      principalId: puller.principalId
      principalType: 'ServicePrincipal'
    }
  }
]

@description('Host the images are pulled from.')
output loginServer string = registry.properties.loginServer
