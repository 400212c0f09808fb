using System.Collections.Immutable;
using LocalAzure.Deployments;

namespace LocalAzure.Resources;

/// <summary>Everything LocalAzure remembers, as one value. Dictionaries are keyed by lower-case resource path.</summary>
internal sealed record LocalAzureState
{
    public const int CurrentVersion = 1;

    public static LocalAzureState Empty { get; } = new();

    public int Version { get; init; } = CurrentVersion;

    public ImmutableDictionary<string, ResourceGroup> Groups { get; init; } = ImmutableDictionary<string, ResourceGroup>.Empty;

    public ImmutableDictionary<string, ManagedEnvironment> Environments { get; init; } = ImmutableDictionary<string, ManagedEnvironment>.Empty;

    public ImmutableDictionary<string, ContainerApp> Apps { get; init; } = ImmutableDictionary<string, ContainerApp>.Empty;

    public ImmutableDictionary<string, DatabaseServer> DatabaseServers { get; init; } = ImmutableDictionary<string, DatabaseServer>.Empty;

    /// <summary>Keyed by identifier; finished ones are kept for a day.</summary>
    public ImmutableDictionary<string, Operation> Operations { get; init; } = ImmutableDictionary<string, Operation>.Empty;

    public ImmutableDictionary<string, Deployment> Deployments { get; init; } = ImmutableDictionary<string, Deployment>.Empty;

    /// <summary>Resources of types LocalAzure does not have: kept, not run.</summary>
    public ImmutableDictionary<string, InertResource> Inert { get; init; } = ImmutableDictionary<string, InertResource>.Empty;

    /// <summary>What happened lately, oldest first.</summary>
    public ImmutableList<Happening> Happenings { get; init; } = [];

    public LocalAzureState With(ContainerApp app) => this with { Apps = Apps.SetItem(app.Id.Key, app) };

    public LocalAzureState With(Deployment deployment) => this with { Deployments = Deployments.SetItem(deployment.Key, deployment) };

    public LocalAzureState With(Operation operation) => this with { Operations = Operations.SetItem(operation.Id, operation) };

    /// <summary>Gives every active revision that could not be started another chance.</summary>
    public LocalAzureState WithoutStartErrors()
    {
        var state = this;
        foreach (var app in Apps.Values)
        {
            foreach (var failed in app.Revisions.Where(revision => revision is { Active: true, Error: not null }))
                state = state.With(state.Apps[app.Id.Key].With(failed with { Error = null }));
        }

        return state;
    }

    /// <summary>Whether an accepted operation is about to take the resource or group away.</summary>
    public bool IsBeingDeleted(string path) => Operations.Values.Any(operation =>
        operation is { Status: OperationStatus.InProgress, Kind: OperationKind.DeleteEnvironment or OperationKind.DeleteGroup }
        && string.Equals(operation.Target, path, StringComparison.OrdinalIgnoreCase));

    public LocalAzureState Tell(DateTimeOffset at, string subject, string text)
    {
        const int kept = 200;
        var happenings = Happenings.Add(new Happening(at, subject, text));
        return this with { Happenings = happenings.Count > kept ? happenings.RemoveRange(0, happenings.Count - kept) : happenings };
    }

    /// <summary>The revision that runs as <paramref name="key"/>, and its app.</summary>
    public (ContainerApp App, Revision Revision)? FindRevision(string key)
    {
        foreach (var app in Apps.Values)
        {
            if (app.Revisions.FirstOrDefault(candidate => candidate.Key == key) is { } found)
                return (app, found);
        }

        return null;
    }
}

internal sealed record Happening(DateTimeOffset At, string Subject, string Text);
