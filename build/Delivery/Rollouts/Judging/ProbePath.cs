using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>A GET that a probe sends.</summary>
/// <param name="Path">Path of the URL, with its slash.</param>
/// <param name="Status">A status that is right although it may be 400 or more.</param>
internal sealed record ProbePath(string Path, int Status = 200)
{
    /// <summary>Headers of the request.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The paths that are known to be safe to ask: those of the smoke checks and of the readiness probe.</summary>
    public static IReadOnlyList<ProbePath> Of(ServiceSettings service)
    {
        var smoke = service.Smoke.Select(check => new ProbePath(check.Path, check.Status) { Headers = check.Headers });
        ProbePath[] readiness = service.Probes.Readiness is { } probe ? [new(probe.Path)] : [];
        ProbePath[] paths = [.. smoke.Concat(readiness).DistinctBy(path => path.Path)];
        return paths.Length > 0 ? paths : [new("/")];
    }

    public bool IsFine(int status) => status < 400 || status == Status;
}
