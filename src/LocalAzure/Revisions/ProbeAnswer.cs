namespace LocalAzure.Revisions;

/// <summary>One try of a probe.</summary>
/// <param name="Text">What was asked and what came back, for people: <c>GET /health/ready answered 503</c>.</param>
internal readonly record struct ProbeAnswer(bool Succeeded, string Text)
{
    /// <summary>Nobody listens on the port.</summary>
    public bool Refused { get; init; }
}
