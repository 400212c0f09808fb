using System.Text.Json.Nodes;

namespace Frostline.Images;

/// <summary>
/// How an image came to be: an in-toto statement with SLSA provenance 1.0 (https://slsa.dev/spec/v1.0/provenance). It names no time of
/// its own, so that the same build says the same.
/// </summary>
public sealed record Provenance
{
    public const string MediaType = "application/vnd.in-toto+json";
    public const string PredicateType = "https://slsa.dev/provenance/v1";

    /// <summary>What was made, with its repository as name.</summary>
    public required string Name { get; init; }

    /// <summary>Of its manifest or index: <c>sha256:…</c>.</summary>
    public required string Digest { get; init; }

    /// <summary>A URI that says how to read the parameters.</summary>
    public required string BuildType { get; init; }

    /// <summary>What the build was asked for, by name.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>What it was made of.</summary>
    public required IReadOnlyList<Material> Materials { get; init; }

    /// <summary>A URI of who built.</summary>
    public required string Builder { get; init; }

    /// <summary>Address of the run on a build server; null elsewhere.</summary>
    public string? Invocation { get; init; }

    /// <summary>The statement as JSON.</summary>
    public byte[] Write() => Json.Write(new JsonObject
    {
        ["_type"] = "https://in-toto.io/Statement/v1",
        ["subject"] = new JsonArray(new JsonObject { ["name"] = Name, ["digest"] = DigestOf(Digest) }),
        ["predicateType"] = PredicateType,
        ["predicate"] = new JsonObject
        {
            ["buildDefinition"] = new JsonObject
            {
                ["buildType"] = BuildType,
                ["externalParameters"] = Json.Map(Parameters),
                ["resolvedDependencies"] = new JsonArray([.. Materials.Select(material => new JsonObject { ["uri"] = material.Uri, ["digest"] = DigestOf(material.Digest) })]),
            },
            ["runDetails"] = Run(),
        },
    });

    private JsonObject Run()
    {
        var run = new JsonObject { ["builder"] = new JsonObject { ["id"] = Builder } };
        if (Invocation is not null) run["metadata"] = new JsonObject { ["invocationId"] = Invocation };
        return run;
    }

    private static JsonObject DigestOf(string digest) => digest.Split(':', 2) is [var algorithm, var hex] ? new JsonObject { [algorithm] = hex } : [];

    /// <summary>Something an image was made of.</summary>
    /// <param name="Uri">Where it is from.</param>
    /// <param name="Digest">Algorithm and hexadecimal digits: <c>sha256:…</c>, <c>gitCommit:…</c>.</param>
    public sealed record Material(string Uri, string Digest);
}
