namespace Frostline.Bicep.Evaluation;

/// <summary>One resource as a deployment would make it.</summary>
public sealed record EvaluatedResource
{
    /// <summary>Its symbolic name, with the index when it comes from a loop: <c>apps[1]</c>.</summary>
    public required string Symbol { get; init; }

    /// <summary>For example <c>Microsoft.App/containerApps</c>, spelled as written.</summary>
    public required string Type { get; init; }

    public required string ApiVersion { get; init; }

    /// <summary>The whole name, parents first: <c>vault/secret</c>. Parts that only a deployment knows are Bicep text in brackets.</summary>
    public required string Name { get; init; }

    /// <summary>The resource id of what it belongs to: a resource group, a subscription, a tenant (<c>/</c>), or the resource it extends.</summary>
    public required string Scope { get; init; }

    /// <summary>The resource id.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// Everything written in its body except what says which resource it is (name, parent, scope, dependsOn):
    /// location, sku, tags, identity, properties. Use <see cref="BicepValue.Find"/> with paths such as <c>properties.adminUserEnabled</c>.
    /// </summary>
    public required ObjectValue Body { get; init; }

    /// <summary>Where the declaration begins.</summary>
    public required SourceSpot At { get; init; }

    /// <summary>The modules that lead to it, by symbolic name, outermost first: <c>data/postgres</c>; empty for the main file.</summary>
    public required string Module { get; init; }

    /// <summary>Declared with <c>existing</c>: it is used, not made.</summary>
    public bool Existing { get; init; }

    /// <summary>The condition that only a deployment can decide; null when it is made for certain. Resources whose condition is false are left out.</summary>
    public SymbolicValue? Condition { get; init; }

    /// <summary>Ids of the resources it waits for, sorted.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>The lines of everything in the body by path, such as <c>properties.template.scale.minReplicas</c>. Lines may be in another file: see <see cref="SpotOf"/>.</summary>
    public IReadOnlyDictionary<string, int> PropertyLines =>
        Body.Walk().Where(entry => entry.Path.Length > 0).ToDictionary(entry => entry.Path, entry => SpotOf(entry.Path).Line, StringComparer.Ordinal);

    /// <summary>Where the value at a path was written; for what is missing, where its nearest parent was, or the declaration.</summary>
    public SourceSpot SpotOf(string path) => Body.SpotOf(path) ?? At;
}
