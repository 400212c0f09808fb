metadata description = 'Budget of the resource group: somebody hears of it before the money is spent.'

@description('Ending of every name in this environment.')
param suffix string

@description('US dollars a month.')
@minValue(1)
param amount int

@description('First day of the first month, as ISO 8601: it cannot be changed later.')
param startDate string

@description('Addresses that are told.')
@minLength(1)
param emails string[]

resource budget 'Microsoft.Consumption/budgets@2026-06-01' = {
  name: 'budget-${suffix}'
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: {
      startDate: startDate
    }
    notifications: {
      actual80: {
        enabled: true
        operator: 'GreaterThanOrEqualTo'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: emails
      }
      forecast100: {
        enabled: true
        operator: 'GreaterThanOrEqualTo'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: emails
      }
    }
  }
}
