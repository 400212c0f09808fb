using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Resources;
using LocalAzure.State;

namespace LocalAzure.Management;

/// <summary>Subscriptions (every one exists here), resource groups, and what the providers offer.</summary>
internal static class SubscriptionEndpoints
{
    private const string Groups = "/subscriptions/{subscription}/resourceGroups";

    public static void MapSubscriptions(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/subscriptions", (HttpRequest request, StateStore store) => Answers.List(
            request, store.Current.Groups.Values.Select(group => group.Subscription).Distinct().Select(Subscription)));
        endpoints.MapGet("/subscriptions/{subscription}", (string subscription) => Answers.Json(Subscription(subscription)));
        endpoints.MapGet("/subscriptions/{subscription}/providers/{provider}", Provider);
        endpoints.MapGet(Groups, (HttpRequest request, string subscription, StateStore store) => Answers.List(
            request, store.Current.Groups.Values.Where(group => string.Equals(group.Subscription, subscription, StringComparison.OrdinalIgnoreCase)).OrderBy(group => group.Name).Select(View)));
        endpoints.MapGet(Groups + "/{group}", (string subscription, string group, StateStore store) => Answers.Json(View(Find(store, subscription, group))));
        endpoints.MapMethods(Groups + "/{group}", ["HEAD"], (string subscription, string group, StateStore store) =>
            Results.StatusCode(store.Current.Groups.ContainsKey(ResourceId.GroupPath(subscription, group).ToLowerInvariant()) ? 204 : 404));
        endpoints.MapPut(Groups + "/{group}", PutGroupAsync);
        endpoints.MapDelete(Groups + "/{group}", DeleteGroupAsync);
    }

    private static async Task<IResult> PutGroupAsync(HttpRequest request, string subscription, string group, ResourceGroups groups)
    {
        var (made, created) = await groups.WriteAsync(subscription, group, await RequestBody.ReadAsync(request), request.HttpContext.RequestAborted);
        return Answers.Json(View(made), created ? 201 : 200);
    }

    private static async Task<IResult> DeleteGroupAsync(HttpContext context, string subscription, string group, StateStore store, ResourceGroups groups)
    {
        var operation = await groups.DeleteAsync(Find(store, subscription, group), context.RequestAborted);
        return Answers.Accepted(context, operation);
    }

    private static ResourceGroup Find(StateStore store, string subscription, string group) =>
        store.Current.Groups.GetValueOrDefault(ResourceId.GroupPath(subscription, group).ToLowerInvariant()) ?? throw ArmException.GroupNotFound(group);

    private static JsonNode Subscription(string subscription) => new JsonObject
    {
        ["id"] = $"/subscriptions/{subscription}",
        ["subscriptionId"] = subscription,
        ["tenantId"] = Guid.Empty.ToString(),
        ["displayName"] = "LocalAzure",
        ["state"] = "Enabled",
    };

    public static JsonNode View(ResourceGroup group) => new JsonObject
    {
        ["id"] = group.Path,
        ["name"] = group.Name,
        ["type"] = "Microsoft.Resources/resourceGroups",
        ["location"] = group.Location,
        ["tags"] = group.Tags is { } tags ? JsonMerge.ToNode(tags) : new JsonObject(),
        ["properties"] = new JsonObject { ["provisioningState"] = "Succeeded" },
    };

    private static IResult Provider(string subscription, string provider)
    {
        var (name, versions, types) = provider.ToUpperInvariant() switch
        {
            "MICROSOFT.APP" => ("Microsoft.App", ApiVersions.App, new[] { "containerApps", "managedEnvironments" }),
            "MICROSOFT.DBFORPOSTGRESQL" => ("Microsoft.DBforPostgreSQL", ApiVersions.PostgreSql, ["flexibleServers", "flexibleServers/databases"]),
            _ => throw new ArmException(404, "InvalidResourceNamespace", $"The resource namespace '{provider}' is invalid. LocalAzure has Microsoft.App and Microsoft.DBforPostgreSQL."),
        };
        return Answers.Json(new JsonObject
        {
            ["id"] = $"/subscriptions/{subscription}/providers/{name}",
            ["namespace"] = name,
            ["registrationState"] = "Registered",
            ["registrationPolicy"] = "RegistrationRequired",
            ["resourceTypes"] = new JsonArray([.. types.Select(type => new JsonObject
            {
                ["resourceType"] = type,
                ["locations"] = new JsonArray("West Europe"),
                ["apiVersions"] = JsonSerializer.SerializeToNode(versions),
            })]),
        });
    }
}
