using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LocalAzure.Resources;
using LocalAzure.State;

namespace LocalAzure.Faults;

/// <summary>The profiles in force, by what they are for. In memory: when LocalAzure ends, nothing is disturbed any more.</summary>
internal sealed partial class FaultBook(StateStore store, TimeProvider clock)
{
    private readonly Lock gate = new();
    private ImmutableSortedDictionary<string, ArmedProfile> profiles = ImmutableSortedDictionary.Create<string, ArmedProfile>(StringComparer.OrdinalIgnoreCase);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ImmutableSortedDictionary<string, ArmedProfile> Profiles => Volatile.Read(ref profiles);

    /// <summary>Completes at the next change of any profile.</summary>
    public Task Changed => Volatile.Read(ref changed).Task;

    /// <param name="target">Name of a container app, environment or resource group, <c>{resource group}/{name}</c>, or <c>*</c> for whatever has none of its own.</param>
    /// <param name="profile">Takes the place of the one before.</param>
    public ArmedProfile Put(string target, FaultProfile profile)
    {
        var known = store.Current.Apps.Values.SelectMany(app => app.Revisions).Select(revision => revision.Key);
        var armed = new ArmedProfile(profile, known.ToHashSet(StringComparer.OrdinalIgnoreCase), clock);
        Change(before => before.SetItem(target, armed));
        return armed;
    }

    public void Remove(string target) => Change(before => before.Remove(target));

    public void Clear() => Change(before => before.Clear());

    /// <summary>The profile for a container app or environment; null when nothing is wrong with it.</summary>
    public ArmedProfile? Find(ResourceId id) => Find(id.ResourceGroup, id.Name);

    public ArmedProfile? Find(string group, string name)
    {
        var now = Profiles;
        return now.IsEmpty ? null : now.GetValueOrDefault($"{group}/{name}") ?? now.GetValueOrDefault(name) ?? Everywhere;
    }

    /// <param name="path">Of a container app, an environment, a resource group, or something in one of them.</param>
    public ArmedProfile? OfPath(string path)
    {
        if (Profiles.IsEmpty)
            return null;
        if (Resource().Match(path) is { Success: true } resource)
            return Find(resource.Groups[1].Value, resource.Groups[2].Value);
        return (Group().Match(path) is { Success: true } group ? Profiles.GetValueOrDefault(group.Groups[1].Value) : null) ?? Everywhere;
    }

    /// <summary>The profile for what has none of its own, resource groups and deployments among it.</summary>
    public ArmedProfile? Everywhere => Profiles.GetValueOrDefault("*");

    /// <param name="revision">What it runs as.</param>
    public ArmedProfile? OfRevision(string revision) =>
        Profiles.IsEmpty || store.Current.FindRevision(revision) is not { } found ? null : Find(found.App.Id);

    [GeneratedRegex("/resourceGroups/([^/]+)/providers/Microsoft\\.App/(?:containerApps|managedEnvironments)/([^/]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Resource();

    [GeneratedRegex("/resourceGroups/([^/]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Group();

    private void Change(Func<ImmutableSortedDictionary<string, ArmedProfile>, ImmutableSortedDictionary<string, ArmedProfile>> change)
    {
        lock (gate)
        {
            Volatile.Write(ref profiles, change(profiles));
            Interlocked.Exchange(ref changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }
}
