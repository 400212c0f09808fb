using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Resources;
using LocalAzure.State;

namespace LocalAzure.Management;

/// <summary>Tags of a resource group by themselves: merged, removed or replaced without touching the rest.</summary>
internal static class TagEndpoints
{
    private const string Tags = "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Resources/tags/default";
    private const int Most = 50;
    private const int LongestName = 512;
    private const int LongestValue = 256;

    public static void MapTags(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Tags, (string subscription, string group, StateStore store) => Answers.Json(View(Find(store.Current, subscription, group))));
        endpoints.MapPut(Tags, async (HttpRequest request, string subscription, string group, StateStore store) =>
            await ChangeAsync(store, subscription, group, "Replace", Wanted(await RequestBody.ReadAsync(request)), request.HttpContext.RequestAborted));
        endpoints.MapPatch(Tags, async (HttpRequest request, string subscription, string group, StateStore store) =>
        {
            var body = await RequestBody.ReadAsync(request);
            var operation = new JsonField(body, "")["operation"].Text() ?? "";
            return await ChangeAsync(store, subscription, group, operation, Wanted(body), request.HttpContext.RequestAborted);
        });
    }

    private static async Task<IResult> ChangeAsync(
        StateStore store, string subscription, string group, string operation, Dictionary<string, string> wanted, CancellationToken cancellation)
    {
        ResourceGroup? changed = null;
        await store.ChangeAsync(
            state =>
            {
                var found = Find(state, subscription, group);
                var tags = Changed(Read(found), operation, wanted);
                Check(tags);
                changed = found with { Tags = JsonSerializer.SerializeToElement(tags) };
                return state with { Groups = state.Groups.SetItem(found.Path.ToLowerInvariant(), changed) };
            },
            cancellation);
        return Answers.Json(View(changed!));
    }

    private static Dictionary<string, string> Changed(Dictionary<string, string> tags, string operation, Dictionary<string, string> wanted)
    {
        switch (operation.ToUpperInvariant())
        {
            case "REPLACE":
                return wanted;
            case "MERGE":
                foreach (var (name, value) in wanted)
                    tags[name] = value;
                return tags;
            case "DELETE":
                // A value that is given must be the one that is there.
                foreach (var (name, value) in wanted.Where(tag => tag.Value.Length == 0 || tags.GetValueOrDefault(tag.Key) == tag.Value))
                    tags.Remove(name);
                return tags;
            default:
                throw ArmException.BadRequest("InvalidTagPatchOperation", $"The operation '{operation}' is not supported. Give Replace, Merge or Delete.", "operation");
        }
    }

    private static void Check(Dictionary<string, string> tags)
    {
        if (tags.Count > Most)
            throw ArmException.BadRequest("TooManyTags", $"The resource would have {tags.Count} tags, and can have no more than {Most}.");
        foreach (var (name, value) in tags)
        {
            if (name.Length is 0 or > LongestName || name.IndexOfAny(['<', '>', '%', '&', '\\', '?', '/']) >= 0)
                throw ArmException.BadRequest("InvalidTagName", $"The tag name '{name}' is invalid: up to {LongestName} characters, none of <, >, %, &, \\, ?, /.");
            if (value.Length > LongestValue)
                throw ArmException.BadRequest("InvalidTagValueLength", $"The value of tag '{name}' has {value.Length} characters, and can have no more than {LongestValue}.");
        }
    }

    private static ResourceGroup Find(LocalAzureState state, string subscription, string group) =>
        state.Groups.GetValueOrDefault(ResourceId.GroupPath(subscription, group).ToLowerInvariant()) ?? throw ArmException.GroupNotFound(group);

    private static Dictionary<string, string> Wanted(JsonElement body) => Named(new JsonField(body, "")["properties"]["tags"].Value);

    private static Dictionary<string, string> Read(ResourceGroup group) => Named(group.Tags);

    private static Dictionary<string, string> Named(JsonElement? tags)
    {
        var named = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var tag in tags is { ValueKind: JsonValueKind.Object } given ? given.EnumerateObject() : default)
            named[tag.Name] = tag.Value.ValueKind == JsonValueKind.String ? tag.Value.GetString()! : "";
        return named;
    }

    private static JsonObject View(ResourceGroup group) => new JsonObject
    {
        ["id"] = $"{group.Path}/providers/Microsoft.Resources/tags/default",
        ["name"] = "default",
        ["type"] = "Microsoft.Resources/tags",
        ["properties"] = new JsonObject { ["tags"] = JsonSerializer.SerializeToNode(Read(group)) },
    };
}
