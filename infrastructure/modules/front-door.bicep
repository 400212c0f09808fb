metadata description = 'Front Door with its firewall: the only public address, with a private way to the apps.'

@description('Ending of every name in this environment.')
param suffix string

@description('Region of the origin.')
param location string

@description('Tags of every resource.')
param tags object

@description('Host of the app that answers.')
param originHost string

@description('Resource behind the private link, and the part of it that is reached; null goes over the internet.')
param origin { id: string, groupId: string }?

@description('Domain of the visitors, and the DNS zone that holds it; null for the generated host only.')
param domain { name: string, zoneId: string }?

@description('Log Analytics workspace of access and firewall logs.')
param workspaceId string

resource firewall 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies@2025-10-01' = {
  name: 'waf${replace(suffix, '-', '')}'
  location: 'global'
  tags: tags
  sku: {
    name: 'Premium_AzureFrontDoor'
  }
  properties: {
    policySettings: {
      enabledState: 'Enabled'
      mode: 'Prevention'
      requestBodyCheck: 'Enabled'
    }
    customRules: {
      rules: [
        {
          name: 'RateLimit'
          priority: 100
          enabledState: 'Enabled'
          ruleType: 'RateLimitRule'
          rateLimitDurationInMinutes: 1
          rateLimitThreshold: 600
          matchConditions: [
            {
              matchVariable: 'RequestUri'
              operator: 'Contains'
              matchValue: ['/']
            }
          ]
          action: 'Block'
        }
      ]
    }
    managedRules: {
      managedRuleSets: [
        {
          ruleSetType: 'Microsoft_DefaultRuleSet'
          ruleSetVersion: '2.1'
          ruleSetAction: 'Block'
        }
        {
          ruleSetType: 'Microsoft_BotManagerRuleSet'
          ruleSetVersion: '1.1'
        }
      ]
    }
  }
}

resource profile 'Microsoft.Cdn/profiles@2025-06-01' = {
  name: 'afd-${suffix}'
  location: 'global'
  tags: tags
  sku: {
    name: 'Premium_AzureFrontDoor'
  }
  properties: {
    originResponseTimeoutSeconds: 60
  }

  resource endpoint 'afdEndpoints' = {
    name: 'web-${suffix}'
    location: 'global'
    tags: tags
    properties: {
      enabledState: 'Enabled'
    }
  }

  resource originGroup 'originGroups' = {
    name: 'web'
    properties: {
      loadBalancingSettings: {
        sampleSize: 4
        successfulSamplesRequired: 3
        additionalLatencyInMilliseconds: 50
      }
      healthProbeSettings: {
        probePath: '/health/ready'
        probeProtocol: 'Https'
        probeRequestType: 'GET'
        probeIntervalInSeconds: 30
      }
      sessionAffinityState: 'Disabled'
    }

    resource app 'origins' = {
      name: 'app'
      properties: {
        hostName: originHost
        originHostHeader: originHost
        httpsPort: 443
        priority: 1
        weight: 1000
        enabledState: 'Enabled'
        enforceCertificateNameCheck: true
        sharedPrivateLinkResource: origin == null
          ? null
          : {
              privateLink: {
                id: origin!.id
              }
              groupId: origin!.groupId
              privateLinkLocation: location
              requestMessage: 'Front Door of ${suffix}'
            }
      }
    }
  }

  resource customDomain 'customDomains' = if (domain != null) {
    name: replace(domain.?name ?? 'none', '.', '-')
    properties: {
      hostName: domain.?name ?? ''
      azureDnsZone: {
        id: domain.?zoneId
      }
      tlsSettings: {
        certificateType: 'ManagedCertificate'
        minimumTlsVersion: 'TLS12'
      }
    }
  }
}

resource route 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-06-01' = {
  parent: profile::endpoint
  name: 'all'
  properties: {
    originGroup: {
      id: profile::originGroup.id
    }
    customDomains: domain == null ? [] : [{ id: profile::customDomain.id }]
    supportedProtocols: ['Http', 'Https']
    httpsRedirect: 'Enabled'
    forwardingProtocol: 'HttpsOnly'
    patternsToMatch: ['/*']
    linkToDefaultDomain: 'Enabled'
    enabledState: 'Enabled'
  }
  dependsOn: [profile::originGroup::app]
}

resource security 'Microsoft.Cdn/profiles/securityPolicies@2025-06-01' = {
  parent: profile
  name: 'firewall'
  properties: {
    parameters: {
      type: 'WebApplicationFirewall'
      wafPolicy: {
        id: firewall.id
      }
      associations: [
        {
          domains: concat([{ id: profile::endpoint.id }], domain == null ? [] : [{ id: profile::customDomain.id }])
          patternsToMatch: ['/*']
        }
      ]
    }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: profile
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
  }
}

@description('Host that Front Door answers on.')
output host string = profile::endpoint.properties.hostName

@description('What the DNS zone must carry so that the domain is proven.')
output validationToken string = domain == null ? '' : profile::customDomain!.properties.validationProperties.validationToken
