metadata description = 'Types and figures the templates share.'

@export()
@description('Names of the environments the pipeline knows.')
type environmentName = 'staging' | 'production'

@export()
@description('Where a resource gets its address inside the virtual network.')
type privateLink = {
  @description('Subnet that holds private endpoints.')
  subnetId: string

  @description('Private DNS zone of the service.')
  zoneId: string
}

@export()
@description('Smallest and largest number of copies of an app.')
type replicas = {
  @minValue(0)
  minimum: int

  @minValue(1)
  maximum: int
}

@export()
@description('A variable of a container: a value, or the name of a secret that holds it.')
type environmentVariable = {
  name: string
  value: string?
  secretRef: string?
}

@export()
@description('Built-in roles, by the names the portal shows.')
var roles = {
  acrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d'
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
  serviceBusDataReceiver: '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
  serviceBusDataSender: '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
  storageBlobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
}
