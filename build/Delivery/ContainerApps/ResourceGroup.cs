using System.Text.Json.Nodes;
using Azure.Core;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.ContainerApps;

/// <summary>An environment's resource group, and its tags through the API made for them: it merges and removes by name, where a change of the
/// group itself would replace them all.</summary>
internal sealed class ResourceGroup(ManagementApi api, EnvironmentSettings environment) : IEnvironmentTags
{
    private const string GroupVersion = "2021-04-01";
    private const string TagsVersion = "2024-03-01";

    public string Path { get; } = $"/subscriptions/{environment.Subscription}/resourceGroups/{environment.ResourceGroup}";

    public async Task<GroupMade> EnsureAsync(CancellationToken cancellation)
    {
        var call = new ManagementCall(RequestMethod.Get, Path, GroupVersion);
        if (await api.FindAsync(call, cancellation) is not null)
            return GroupMade.Before;
        var answer = await api.SendAsync(call with { Method = RequestMethod.Put, Body = new JsonObject { ["location"] = environment.Location } }, cancellation);
        return answer.Status == 201 ? GroupMade.Now : GroupMade.Twice;
    }

    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(CancellationToken cancellation)
    {
        var body = await api.FindAsync(Tags(RequestMethod.Get, null), cancellation);
        return ((body?["properties"] as JsonObject)?["tags"] as JsonObject ?? [])
            .ToDictionary(tag => tag.Key, tag => tag.Value?.ToString() ?? "", StringComparer.OrdinalIgnoreCase);
    }

    public async Task ChangeAsync(IReadOnlyDictionary<string, string> merge, IReadOnlyCollection<string> remove, CancellationToken cancellation)
    {
        if (merge.Count > 0)
            await ChangeAsync("Merge", merge, cancellation);
        if (remove.Count > 0)
            await ChangeAsync("Delete", remove.ToDictionary(name => name, _ => ""), cancellation);
    }

    private async Task ChangeAsync(string operation, IReadOnlyDictionary<string, string> tags, CancellationToken cancellation)
    {
        var named = new JsonObject([.. tags.Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value))]);
        var call = Tags(RequestMethod.Patch, new JsonObject { ["operation"] = operation, ["properties"] = new JsonObject { ["tags"] = named } });
        try
        {
            await api.RunAsync(call, cancellation);
        }
        catch (ContainerAppsException error) when (error.Status == 404 && operation == "Merge")
        {
            await EnsureAsync(cancellation);
            await api.RunAsync(call, cancellation);
        }
    }

    private ManagementCall Tags(RequestMethod method, JsonObject? body) => new(method, $"{Path}/providers/Microsoft.Resources/tags/default", TagsVersion, body);
}
