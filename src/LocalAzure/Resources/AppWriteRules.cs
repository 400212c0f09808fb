using System.Security.Cryptography;
using System.Text.Json;

namespace LocalAzure.Resources;

/// <summary>Decides what a write of a container app does, or why it is refused. Pure: nothing runs, nothing is stored.</summary>
internal static class AppWriteRules
{
    /// <param name="now">When it is decided.</param>
    /// <param name="freePort">A port nobody has, for an app that gets its first ingress.</param>
    public static AcceptedWrite Decide(LocalAzureState state, AppWrite write, DateTimeOffset now, int freePort)
    {
        var existing = state.Apps.GetValueOrDefault(write.Id.Key);
        var id = existing?.Id ?? write.Id;
        if (!state.Groups.ContainsKey(id.GroupKey))
            throw ArmException.GroupNotFound(id.ResourceGroup);

        if (state.IsBeingDeleted(id.GroupKey))
            throw ArmException.GroupBeingDeleted(id.ResourceGroup);

        if (existing?.ActiveOperation is { } active)
            throw Busy(id.Name, active);

        var document = AppDocument.Read(Body(write, existing), existing);
        NameRules.CheckApp(id.Name);
        RefuseUnknownEnvironment(document.Asked, existing, state);
        RefuseImpossiblePort(document.Asked, id, state);

        var template = AppDocument.Template(document.Content);
        var templateChanged = existing is null || !JsonElement.DeepEquals(AppDocument.Template(existing.Document), template);
        if (existing?.DeploymentError is { } failure && !templateChanged)
            throw ArmException.BadRequest(failure.Code, failure.Message);

        if (existing is not null && !templateChanged && JsonElement.DeepEquals(existing.Document, document.Content) && SameSecrets(existing, document)
            && WantedPort(document, existing, freePort) == existing.PlainPort)
        {
            return new AcceptedWrite(state, existing, null, Created: false);
        }

        TemplateRules.Check(document.Asked.Template, document.Secrets.Keys.ToHashSet());
        foreach (var secret in document.Asked.RegistryPasswords.Where(secret => !document.Secrets.ContainsKey(secret)))
            throw ArmException.BadRequest("ContainerAppSecretRefNotFound", $"SecretRef '{secret}' defined for a registry not found. Give it in configuration.secrets.");

        var plan = templateChanged ? PlanRevision(id.Name, document, existing) : new RevisionPlan(null, null);
        if (plan.Name is not null && write.Failure is { } injected)
            plan = new RevisionPlan(null, injected);
        CheckTraffic(document, existing, plan.Name ?? $"{id.Name}--{document.Asked.Template.RevisionSuffix}");
        return Accept(state, new Change(id, document, existing, plan, now, WantedPort(document, existing, freePort)));
    }

    private static JsonElement Body(AppWrite write, ContainerApp? existing)
    {
        if (write.Body.ValueKind != JsonValueKind.Object)
            throw ArmException.BadRequest("InvalidRequestContent", "The request content was invalid and could not be deserialized: a JSON object is required.");

        if (!write.Merge)
            return write.Body;

        return JsonMerge.Apply((existing ?? throw ArmException.NotFound(write.Id)).Document, write.Body);
    }

    public static ArmException Busy(string app, string operation) => ArmException.Conflict(
        "ContainerAppOperationInProgress",
        $"Cannot modify a container app '{app}' because there is an active provisioning operation in progress. OperationId: '{operation}'.");

    private static void RefuseUnknownEnvironment(AskedApp asked, ContainerApp? existing, LocalAzureState state)
    {
        if (asked.EnvironmentId is not { } path || !state.Environments.ContainsKey(path.ToLowerInvariant()))
        {
            throw ArmException.BadRequest(
                "ManagedEnvironmentNotFound", $"The environment '{asked.EnvironmentId}' does not exist. Create it, then name it in properties.environmentId.", "properties.environmentId");
        }

        if (state.IsBeingDeleted(path) || state.IsBeingDeleted(state.Environments[path.ToLowerInvariant()].Id.GroupKey))
            throw ArmException.Conflict("ManagedEnvironmentScheduledForDelete", $"The environment '{path}' is being deleted. Wait for the end of that, and create it again.");

        var before = existing is null ? null : AskedApp.Read(existing.Document).EnvironmentId;
        if (before is not null && !string.Equals(before, path, StringComparison.OrdinalIgnoreCase))
            throw ArmException.BadRequest("ContainerAppInvalidEnvironmentId", "The environment of a container app cannot be changed. Delete the app and create it in the other one.");
    }

    /// <summary>Ports are this machine's: two apps with the same one would take each other's requests.</summary>
    private static void RefuseImpossiblePort(AskedApp asked, ResourceId id, LocalAzureState state)
    {
        const string path = "properties.configuration.ingress.exposedPort";
        if (asked.Ingress?.ExposedPort is not { } port)
            return;

        if (port is < 1 or > 65535)
            throw ArmException.BadRequest("ContainerAppInvalidValue", $"{path}: {port} is not a port. Give 1 to 65535, or leave it out.", path);

        if (state.Apps.Values.FirstOrDefault(other => other.PlainPort == port && other.Id.Key != id.Key) is { } taken)
            throw ArmException.BadRequest("ContainerAppInvalidValue", $"{path}: {port} belongs to container app '{taken.Id.Name}'. Give another one, or leave it out.", path);
    }

    private static bool SameSecrets(ContainerApp app, AppDocument document) =>
        app.Secrets.Count == document.Secrets.Count && app.Secrets.All(secret => document.Secrets.GetValueOrDefault(secret.Key) == secret.Value);

    private static int? WantedPort(AppDocument document, ContainerApp? existing, int freePort) =>
        document.Asked.Ingress is not { } ingress ? null : ingress.ExposedPort ?? existing?.PlainPort ?? freePort;

    /// <summary>The revision a new template makes; one whose suffix is spent is accepted and fails later, as on the platform.</summary>
    private static RevisionPlan PlanRevision(string app, AppDocument document, ContainerApp? existing)
    {
        var suffix = document.Asked.Template.RevisionSuffix ?? Generate(existing);
        NameRules.CheckRevision(app, suffix);
        var name = $"{app}--{suffix}";
        if (existing?.FindRevision(name) is { } same && JsonElement.DeepEquals(same.Template, AppDocument.Template(document.Content)))
            return new RevisionPlan(null, null);

        if (existing is not null && existing.SpentSuffixes.Contains(suffix))
        {
            return new RevisionPlan(null, $"The following field(s) are either invalid or missing. Field 'template.revisionsuffix' is invalid with details: "
                + $"'Invalid value: \"{suffix}\": revision with suffix {suffix} already exists.';..");
        }

        if (existing is null && document.Asked.Ingress?.Traffic.Any(entry => entry.RevisionName is not null) == true)
            return new RevisionPlan(null, "Operation expired.");

        return new RevisionPlan(name, null);
    }

    private static string Generate(ContainerApp? app)
    {
        while (true)
        {
            var suffix = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 1) + RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 6);
            if (app is null || !app.SpentSuffixes.Contains(suffix))
                return suffix;
        }
    }

    private static void CheckTraffic(AppDocument document, ContainerApp? existing, string coming)
    {
        var before = existing is null ? null : AskedApp.Read(existing.Document);
        var same = before is not null && before.Multiple == document.Asked.Multiple && before.Ingress?.Sticky == document.Asked.Ingress?.Sticky
            && before.Ingress is { } ingress && document.Asked.Ingress is { } asked && ingress.Traffic.SequenceEqual(asked.Traffic);
        if (!same)
            TrafficRules.Check(document.Asked, existing, coming);
    }

    private static AcceptedWrite Accept(LocalAzureState state, Change change)
    {
        var (id, document, existing, plan, now, port) = change;
        var operation = new Operation
        {
            Id = Guid.NewGuid().ToString(),
            Kind = OperationKind.ApplyApp,
            Subscription = id.Subscription,
            Location = document.Asked.Location ?? "",
            Target = id.Path,
            Started = now,
            Error = plan.Failure is null
                ? null
                : new OperationError("ContainerAppOperationError", $"Failed to provision revision for container app '{id.Name}'. Error details: {plan.Failure}"),
        };
        var app = (existing ?? new ContainerApp { Id = id, Document = document.Content, Created = now, Modified = now }) with
        {
            Document = document.Content,
            Secrets = document.Secrets,
            ProvisioningState = "InProgress",
            ActiveOperation = operation.Id,
            PlainPort = port,
            Modified = now,
        };
        if (plan.Name is { } name)
        {
            var key = state.FindRevision(name) is null ? name : $"{name}.{HostNames.Environment(state, app).Id.Name}";
            operation = operation with { Revision = key };
            app = app with
            {
                Revisions = app.Revisions.Add(new Revision(name, AppDocument.Template(document.Content), now, Active: true) { Key = key }),
                SpentSuffixes = app.SpentSuffixes.Add(name[(id.Name.Length + 2)..]),
                LatestRevision = name,
            };
            state = state.Tell(now, name, "created");
        }

        return new AcceptedWrite(state.With(app).With(operation), app, operation, Created: existing is null);
    }

    /// <param name="Name">The revision to make; null when the template makes none.</param>
    /// <param name="Failure">Why the operation is going to fail.</param>
    private sealed record RevisionPlan(string? Name, string? Failure);

    private sealed record Change(ResourceId Id, AppDocument Document, ContainerApp? Existing, RevisionPlan Plan, DateTimeOffset Now, int? Port);
}
