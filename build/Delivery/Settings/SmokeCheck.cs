using System.ComponentModel;

namespace Frostline.Delivery.Settings;

/// <summary>One GET and what its answer must be.</summary>
public sealed record SmokeCheck
{
    [Description("Path of the request.")]
    [Matches("^/", "does not start with a slash", "Give the path of a URL such as '/health/ready'.")]
    public required string Path { get; init; }

    [Description("Status of the answer.")]
    [Between(100, 599)]
    public int Status { get; init; } = 200;

    [Description("Headers of the request.")]
    [Keys("^[A-Za-z0-9-]+$", "is not the name of a header", "Use letters, digits and dashes.")]
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    [Description("Text the body must hold; may have placeholders.")]
    public string? Contains { get; init; }

    [Description("Time within which the whole answer must be there.")]
    [Seconds(0.1, 300)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}
