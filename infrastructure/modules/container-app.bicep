metadata description = 'One container app: its probes, its scale, its secrets by reference to Key Vault.'

import { environmentVariable, replicas } from 'shared.bicep'

@description('Name of the app, as the pipeline names it.')
@minLength(2)
@maxLength(32)
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Managed environment of the app.')
param environmentId string

@description('Identity of the app.')
param identityId string

@description('Host of the registry.')
param registryServer string

@description('Image with its digest.')
param image string

@description('Processor cores of a replica, such as 0.5; memory is twice as many GiB.')
param cpu '0.25' | '0.5' | '1.0' | '2.0'

@description('Smallest and largest number of replicas.')
param scale replicas

@description('Variables of the container.')
param environmentVariables environmentVariable[]

@description('Secrets, by address in Key Vault.')
param secrets { name: string, keyVaultUrl: string }[]

@description('Values of secrets that win over those in Key Vault, by name: for platforms without identities.')
@secure()
param secretValues object = {}

@description('Sites a browser may call the app from; empty for none.')
param allowedOrigins string[]

@description('Weights of revisions: the pipeline moves them, a deployment of this template must not.')
param traffic { revisionName: string?, latestRevision: bool?, weight: int, label: string? }[]

var port = 8080

var memory = {
  '0.25': '0.5Gi'
  '0.5': '1Gi'
  '1.0': '2Gi'
  '2.0': '4Gi'
}

resource app 'Microsoft.App/containerApps@2025-07-01' = {
  name: name
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Multiple'
      maxInactiveRevisions: 3
      identitySettings: [
        {
          identity: identityId
          lifecycle: 'Main'
        }
      ]
      ingress: {
        allowInsecure: false
        external: true
        targetPort: port
        transport: 'auto'
        traffic: traffic
        corsPolicy: empty(allowedOrigins)
          ? null
          : {
              allowedOrigins: allowedOrigins
              allowedMethods: ['GET', 'POST', 'PUT', 'DELETE']
              allowedHeaders: ['authorization', 'content-type']
              maxAge: 600
            }
      }
      registries: [
        {
          server: registryServer
          identity: identityId
        }
      ]
      secrets: [
        for secret in secrets: contains(secretValues, secret.name)
          ? { name: secret.name, value: secretValues[secret.name] }
          : { name: secret.name, keyVaultUrl: secret.keyVaultUrl, identity: identityId }
      ]
    }
    template: {
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: name
          image: image
          env: concat(environmentVariables, [{ name: 'FROSTLINE_ORIGIN', value: 'template' }])
          resources: {
            cpu: json(cpu)
            memory: memory[cpu]
          }
          probes: [
            {
              type: 'Startup'
              httpGet: {
                path: '/health/live'
                port: port
              }
              periodSeconds: 1
              failureThreshold: 60
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/health/live'
                port: port
              }
              periodSeconds: 10
              failureThreshold: 3
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/health/ready'
                port: port
              }
              periodSeconds: 1
              failureThreshold: 3
            }
          ]
        }
      ]
      scale: {
        minReplicas: scale.minimum
        maxReplicas: scale.maximum
        rules: [
          {
            name: 'requests'
            http: {
              metadata: {
                concurrentRequests: '50'
              }
            }
          }
          {
            name: 'processor'
            custom: {
              type: 'cpu'
              metadata: {
                type: 'Utilization'
                value: '70'
              }
            }
          }
        ]
      }
    }
  }
}

@description('Id of the app.')
output appId string = app.id

@description('Host of the app.')
output host string = app.properties.configuration.ingress.fqdn
