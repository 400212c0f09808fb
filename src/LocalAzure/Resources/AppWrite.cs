using System.Text.Json;

namespace LocalAzure.Resources;

/// <summary>A PUT (whole) or PATCH (merged) of one container app.</summary>
internal sealed record AppWrite(ResourceId Id, JsonElement Body, bool Merge)
{
    /// <summary>Why the revision it makes is going to fail although nothing is wrong with it; null when it is not.</summary>
    public string? Failure { get; init; }
}

/// <summary>What a write comes to: the state after it was accepted, and the operation to carry out; none when it changes nothing.</summary>
internal sealed record AcceptedWrite(LocalAzureState State, ContainerApp App, Operation? Operation, bool Created);
