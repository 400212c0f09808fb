using Bicep.Tests.Evaluation;

namespace Bicep.Tests.Binding;

/// <summary>Resources and modules of a loop, named as a whole.</summary>
public sealed class LoopReferenceTests : IDisposable
{
    private const string Loops = """
        resource stores 'Test.Store/stores@2020-01-01' = [for i in range(0, 2): { name: 's${i}' }]
        resource groups 'Microsoft.Resources/resourceGroups@2025-04-01' existing = [for i in range(0, 2): { name: 'g${i}' }]
        module parts 'part.bicep' = [for i in range(0, 2): { name: 'p${i}', scope: groups[i] }]

        """;

    private readonly Workspace _workspace = new();

    public LoopReferenceTests() => _workspace.With("part.bicep", "output made string = 'x'");

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("resource r 'Test.Store/stores/parts@2020-01-01' = { name: 'r', parent: stores }", 72)]
    [InlineData("resource r 'Test.Lock/locks@2020-01-01' = { name: 'r', scope: stores }", 63)]
    [InlineData("module m 'part.bicep' = { name: 'm', scope: groups }", 45)]
    public void Loop_WhereOneTurnIsWanted_IsAnError(string text, int column) =>
        Problems(text).ShouldBe([$"4,{column} BCP144 Directly referencing a resource or module collection is not currently supported here. Apply an array indexer to the expression."]);

    [Theory]
    [InlineData("resource r 'Test.Store/stores/parts@2020-01-01' = { name: 'r', parent: stores[1] }")]
    [InlineData("resource r 'Test.Store/stores/parts@2020-01-01' = [for i in range(0, 2): { name: 'r${i}', parent: stores[i] }]")]
    [InlineData("resource r 'Test.Lock/locks@2020-01-01' = { name: 'r', scope: stores[0] }")]
    [InlineData("module m 'part.bicep' = { name: 'm', scope: groups[0], dependsOn: [stores, parts] }")]
    [InlineData("resource r 'Test.Lock/locks@2020-01-01' = { name: 'r', properties: { ids: map(stores, s => s.id), made: map(parts, p => p.outputs.made), all: stores } }")]
    [InlineData("output o array = map(filter(stores, s => s.properties.on), (s, i) => '${s.name}${i}')")]
    [InlineData("output o int = length(stores) + length(parts)")]
    public void Loop_WhereAllOfItMayStand_IsNone(string text) => Problems(text).ShouldBeEmpty();

    private IEnumerable<string> Problems(string text) => _workspace.Problems(Loops + text).Where(problem => problem.StartsWith("4,", StringComparison.Ordinal) && !problem.Contains("BCP081", StringComparison.Ordinal));
}
