using System.Text.Json;

namespace LocalAzure.Resources;

/// <param name="Document">The body as it was asked for: location, tags and properties.</param>
internal sealed record ManagedEnvironment(ResourceId Id, JsonElement Document, DateTimeOffset Created)
{
    /// <summary>Host names of its apps end with it. Nobody resolves them by DNS: clients send them to the address of ingress.</summary>
    public string DefaultDomain => $"{Id.Name.ToLowerInvariant()}.localhost";
}
