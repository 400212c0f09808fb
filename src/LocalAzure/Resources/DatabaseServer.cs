using System.Collections.Immutable;
using System.Text.Json;

namespace LocalAzure.Resources;

/// <summary>A flexible server as a resource. All of them are the one PostgreSQL cluster of the state folder.</summary>
internal sealed record DatabaseServer(ResourceId Id, JsonElement Document, ImmutableList<string> Databases);
