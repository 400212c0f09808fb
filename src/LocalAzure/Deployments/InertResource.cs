using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;
using LocalAzure.Management;

namespace LocalAzure.Deployments;

/// <summary>A resource of a type LocalAzure does not have: kept as it was asked for, not run.</summary>
/// <param name="Document">Its body, without what came from secure parameters.</param>
/// <param name="Secret">The value of a Key Vault secret, for container apps that refer to it.</param>
internal sealed record InertResource(string Id, string Type, string ApiVersion, string Document, string? Secret, DateTimeOffset Created, DateTimeOffset Modified)
{
    public string Name => NameOf(Id, Type);

    /// <summary>As GET shows it: with the addresses and identifiers the platform would have given.</summary>
    public JsonObject View()
    {
        var view = (JsonObject)JsonNode.Parse(Document)!;
        var properties = view["properties"] as JsonObject ?? [];
        view.Remove("properties");
        view["id"] = Id;
        view["name"] = Name.Split('/')[^1];
        view["type"] = Type;
        view["apiVersion"] = ApiVersion;
        PlatformProperties.Complete(this, view, properties);
        properties["provisioningState"] = "Succeeded";
        view["properties"] = Values.Free(properties);
        view["systemData"] = Views.SystemData(Created, Modified);
        return view;
    }

    /// <summary>Names of all segments: <c>server/database</c>.</summary>
    public static string NameOf(string id, string type)
    {
        var parts = id.Split("/providers/")[^1].Split('/');
        return parts.Length < 3 ? parts[^1] : string.Join('/', parts.Skip(1).Where((_, index) => index % 2 == 1));
    }
}
