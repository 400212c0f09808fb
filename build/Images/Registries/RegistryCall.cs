using System.Net;
using System.Net.Http.Headers;

namespace Frostline.Images.Registries;

/// <summary>One request to a registry, which can be made as often as it has to be sent.</summary>
internal sealed record RegistryCall(HttpMethod Method, Uri Uri, string Repository)
{
    private static readonly string[] ManifestTypes = [MediaTypes.Manifest, MediaTypes.Index, MediaTypes.DockerManifest, MediaTypes.DockerManifestList];

    /// <summary>Statuses beyond 2xx that are an answer, not a failure.</summary>
    public IReadOnlyList<HttpStatusCode> Accepted { get; init; } = [];

    public Func<HttpContent>? Content { get; init; }

    public bool AcceptsManifests { get; init; }

    public string Scope => Method == HttpMethod.Get || Method == HttpMethod.Head ? $"repository:{Repository}:pull" : $"repository:{Repository}:pull,push";

    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(Method, Uri) { Content = Content?.Invoke() };
        if (AcceptsManifests) foreach (var type in ManifestTypes) request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        return request;
    }
}
