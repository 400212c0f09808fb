namespace Frostline.Bicep.Trials;

/// <summary>Valid Bicep with every construct of the language at least once: what trials grow and break.</summary>
internal static class SampleText
{
    public const string Template = """"
        targetScope = 'resourceGroup'
        metadata description = 'Every construct, once.'

        @description('''
        Where it runs.
          Indented.
        ''')
        @sys.allowed([ 'northeurope', 'westeurope' ])
        param location string = 'northeurope'

        @secure()
        param password string?
        param size { small: bool, @minValue(1)
          count: int? }
        param names (('a' | 'b')[])?
        param level
          | 'low'
          | 'high'
        param store resource 'Microsoft.Storage/storageAccounts@2023-01-01'
        param sku resourceInput<'Microsoft.Storage/storageAccounts@2023-01-01'>.sku.name
        param number -1 | 2 | true | null | !false
        param each pairs[*]
        param rest bag.*
        param first pairs[0]?
        param qualified sys.string

        @discriminator('kind')
        type shape = { kind: 'square', *: string } | { kind: 'circle', radius: int }
        type pair = [
          @description('left')
          string
          int
        ]
        type wide = (string | int)[]

        // Operators, from the loosest to the tightest.
        var typed string[] = [ 'a', 'b' ]
        var least = -9223372036854775808
        var choice = location == 'a' && !(password ?? 'x' =~ 'y') || 1 + 2 * 3 - 4 / 5 % 6 >= 7 ? [ 1, 2 ] : { a: 'b', 'c-d': 1, '${location}x': 2 }
        var lines = location == 'x'
          ? 'a'
          : location != 'y'
            ? 'b'
            : 'c'
        var looped = [for (item, index) in range(0, 3): { name: item, at: index }]
        var mapped = map([ 1, 2 ], x => x + 1)
        var reduced = reduce([ 1 ], 0, (sum, next) => sum + next)
        var sorted = sort([], (a, b) =>
          a < b)
        var merged = { ...looped[0], all: [ ...typed, 'x' ] }
        var safe = size.?small ?? merged[?'all'] ?? typed[^1] ?? typed[?^1]!.name!
        var text = 'a\'b${location}c${'nested ${location} x'}d\u{1F600}\n\$'
        var verbatim = '''a''b'''
        var dollars = $'''
        a ${location} b
        '''
        var twice = $$'''a ${location} $${location}'''
        var nothing = {}
        var none = []
        var mixed = [
          1, 2
          3
        ]

        func greet(name string, title string?) string => '${title ?? ''}${name}'

        resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
          name: 'vault'
          scope: resourceGroup('other')
        }
        resource account 'Microsoft.Storage/storageAccounts@2023-01-01' = {
          name: 'account'
          location: location
          resource blobs 'blobServices' = if (contains(names!, 'a')) {
            name: 'default'
            @batchSize(1)
            resource containers 'containers' = [for name in typed: if (name != 'x') {
              name: name
            }]
          }
        }
        resource apps 'Microsoft.App/containerApps@2024-03-01' = [
          for (app, i) in items(merged): {
            name: '${app.key}-${i}'
            dependsOn: [ account::blobs ]
          }
        ]
        resource maybe 'Microsoft.App/containerApps@2024-03-01' =
          if (level == 'high') {
            name: 'maybe'
          }
        #disable-next-line no-unused-params // because
        module part './part.bicep' = [for i in range(0, 2): {
          name: 'part${i}'
          params: { id: account::blobs.id, key: vault.getSecret('key') }
        }]
        module shared 'br/public:avm/res/storage:1.0.0' = {
          params: {}
        }

        output id string = account::blobs::containers[0].id
        output raw resource = account
        output found bool = contains(
          typed,
          'a'
        )
        import { red, blue as azure, 'x-y' as dashed } from 'colours.bicep'
        import * as shapes from 'shapes.bicep'
        extension kubernetes with { namespace: 'default' } as k8s
        extension microsoftGraphV1
        assert sane = 1 < 2
        test example 'main.test.bicep' = { params: {} }
        /* The
           end. */
        """";

    public const string Parameters = """
        using './main.bicep'
        extends './shared.bicepparam'
        import * as shapes from 'shapes.bicep'
        param location = 'westeurope'
        var name = readEnvironmentVariable('NAME', 'none')
        param names = [ name, '${name}-2' ]
        param size = {
          small: true
          count: 3
        }
        extensionConfig k8s with { namespace: 'default' }
        """;
}
