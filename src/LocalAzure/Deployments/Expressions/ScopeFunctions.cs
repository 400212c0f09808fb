using System.Text.Json.Nodes;

namespace LocalAzure.Deployments.Expressions;

/// <summary>Where the deployment goes, and ids in it.</summary>
internal static class ScopeFunctions
{
    public static Dictionary<string, Func<Call, JsonNode?>> All { get; } = new()
    {
        ["subscription"] = call => new JsonObject
        {
            ["id"] = $"/subscriptions/{call.Evaluation.Surroundings.Scope.Subscription}",
            ["subscriptionId"] = call.Evaluation.Surroundings.Scope.Subscription,
            ["tenantId"] = Guid.Empty.ToString(),
            ["displayName"] = "LocalAzure",
        },
        ["resourceGroup"] = call => call.Evaluation.Surroundings.ResourceGroup(),
        ["deployment"] = call => call.Evaluation.Surroundings.Deployment(),
        ["tenant"] = _ => new JsonObject { ["tenantId"] = Guid.Empty.ToString(), ["displayName"] = "LocalAzure", ["countryCode"] = "" },
        ["deployer"] = _ => new JsonObject { ["objectId"] = Guid.Empty.ToString(), ["tenantId"] = Guid.Empty.ToString(), ["userPrincipalName"] = "frostline" },
        ["environment"] = _ => PublicCloud.Describe(),
        ["resourceId"] = ResourceId,
        ["subscriptionResourceId"] = call => InSubscription(call),
        ["tenantResourceId"] = call => Build("/", call, call.Texts().ToList()),
        ["managementGroupResourceId"] = call => Build($"/providers/Microsoft.Management/managementGroups/{call.Text(0)}", call, [.. call.Texts(1)]),
        ["extensionResourceId"] = call => Build(call.Text(0), call, [.. call.Texts(1)]),
    };

    /// <summary>Before the type may stand a resource group, or a subscription and a resource group.</summary>
    private static JsonNode ResourceId(Call call)
    {
        var scope = call.Evaluation.Surroundings.Scope;
        var texts = call.Texts().ToList();
        var type = TypeIndex(call, texts);
        if (type > 2)
            throw call.Wrong("before the type only a subscription id and a resource group can stand");

        var subscription = type == 2 ? texts[0] : scope.Subscription;
        var group = type > 0 ? texts[type - 1] : scope.ResourceGroup;
        return Build(new DeploymentScope(subscription, group).Path, call, texts[type..]);
    }

    private static JsonNode InSubscription(Call call)
    {
        var texts = call.Texts().ToList();
        var type = TypeIndex(call, texts);
        return Build($"/subscriptions/{(type > 0 ? texts[0] : call.Evaluation.Surroundings.Scope.Subscription)}", call, texts[type..]);
    }

    private static int TypeIndex(Call call, List<string> texts)
    {
        var type = texts.FindIndex(text => text.Contains('/', StringComparison.Ordinal) && text.Contains('.', StringComparison.Ordinal));
        return type >= 0 ? type : throw call.Wrong("it needs a resource type such as Microsoft.App/containerApps");
    }

    private static string Build(string scope, Call call, List<string> texts)
    {
        var names = texts.Skip(1).ToList();
        return texts.Count > 0 && texts[0].Count(c => c == '/') == names.Count
            ? DeploymentScope.PathOf(scope, texts[0], string.Join('/', names))
            : throw call.Wrong($"the type '{texts.FirstOrDefault()}' needs one name for each of its segments, not {names.Count}");
    }
}
