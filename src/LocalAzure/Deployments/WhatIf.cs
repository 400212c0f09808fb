using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;
using LocalAzure.Deployments.Templates;
using LocalAzure.Resources;
using LocalAzure.State;

namespace LocalAzure.Deployments;

/// <summary>What a deployment would change, resource by resource and property by property.</summary>
internal sealed class WhatIf(StateStore store, KeptDocuments documents)
{
    public JsonArray Changes(DeploymentRequest request, DeploymentPlan plan)
    {
        var changes = plan.Writes.Select(planned => Change(planned, request.IdsOnly)).ToList();
        var written = plan.Writes.Select(planned => planned.Write.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (request.Scope.ResourceGroup is not null)
            changes.AddRange(documents.In(request.Scope).Where(resource => !written.Contains(resource.Id)).Select(resource => Ignored(resource, request.IdsOnly)));

        return new JsonArray([.. changes.OrderBy(change => change["resourceId"]!.GetValue<string>(), StringComparer.OrdinalIgnoreCase)]);
    }

    private JsonObject Change(PlannedWrite planned, bool idsOnly)
    {
        var write = planned.Write;
        var change = new JsonObject { ["resourceId"] = write.Id };
        if (planned.Unsupported is { } reason)
        {
            change["changeType"] = "Unsupported";
            change["unsupportedReason"] = $"The nested deployment cannot be unfolded before something is deployed: {reason}";
            return change;
        }

        if (idsOnly)
        {
            change["changeType"] = "Deploy";
            return change;
        }

        var before = documents.Find(write.Id)?.Document;
        var after = After(write);
        var delta = before is null ? [] : PropertyChanges.Compare(before, after);
        change["changeType"] = before is null ? "Create" : delta.Count == 0 ? "NoChange" : "Modify";
        if (before is not null)
            change["before"] = Describe(write, before);
        change["after"] = Describe(write, after);
        if (before is not null)
            change["delta"] = SecretMask.Apply(delta, write.Secrets);

        return change;
    }

    /// <summary>The body as it would be kept.</summary>
    private JsonObject After(ResourceWrite write)
    {
        var asked = JsonMerge.WithoutNulls(JsonSerializer.SerializeToElement(write.Body));
        if (write.Type.Is(ResourceId.ContainerApps))
            return Normalize(write, asked);

        if (write.Type.Is(ResourceTypes.Databases))
            return [];

        var after = write.Type.Is(ResourceId.FlexibleServers) || write.Type.Is(ResourceId.ManagedEnvironments) || write.Type.Is(ResourceTypes.ResourceGroups)
            ? JsonObject.Create(asked)!
            : (JsonObject)SecretMask.Remove(JsonObject.Create(asked), write.Secrets)!;
        (after["properties"] as JsonObject)?.Remove("administratorLoginPassword");
        if (write.Type.Is(VaultReferences.SecretType))
            (after["properties"] as JsonObject)?.Remove("value");

        return after;
    }

    private JsonObject Normalize(ResourceWrite write, JsonElement asked)
    {
        try
        {
            var resolved = JsonSerializer.SerializeToElement(VaultReferences.Resolve(JsonObject.Create(asked)!, store.Current));
            return JsonObject.Create(AppDocument.Read(resolved, store.Current.Apps.GetValueOrDefault(write.Id.ToLowerInvariant())).Content)!;
        }
        catch (ArmException)
        {
            // It would be refused, or has values that are not known yet: shown as it is written.
            return JsonObject.Create(asked)!;
        }
    }

    private static JsonObject Describe(ResourceWrite write, JsonObject document)
    {
        var described = (JsonObject)SecretMask.Apply(document, write.Secrets)!;
        described["id"] = write.Id;
        described["type"] = write.Type;
        described["name"] = write.Id.Split('/')[^1];
        described["apiVersion"] = write.ApiVersion;
        return described;
    }

    private static JsonObject Ignored(KeptDocument resource, bool idsOnly)
    {
        var change = new JsonObject { ["resourceId"] = resource.Id, ["changeType"] = "Ignore" };
        if (!idsOnly)
            change["before"] = resource.Document.DeepClone();

        return change;
    }
}
