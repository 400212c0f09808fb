namespace Contract.Tests.Traffic;

/// <summary>One visitor from coming to going.</summary>
/// <param name="kind">What they came for, such as <c>events</c>.</param>
internal sealed class Visit(string kind)
{
    /// <summary>Replicas name their revision in it.</summary>
    public const string RevisionHeader = "X-Revision";

    public string Kind { get; } = kind;

    /// <summary>The revision that answered, or null when none did.</summary>
    public string? Revision { get; set; }

    /// <summary>Why the visit was lost, or null.</summary>
    public string? Loss { get; private set; }

    public void Lose(string reason) => Loss = reason;

    public override string ToString() => $"{Kind} at {Revision ?? "nobody"}: {Loss ?? "fine"}";
}
