using System.Text.Json;

namespace LocalAzure.Resources;

internal sealed record ResourceGroup(string Subscription, string Name, string Location, JsonElement? Tags)
{
    public string Path => ResourceId.GroupPath(Subscription, Name);
}
