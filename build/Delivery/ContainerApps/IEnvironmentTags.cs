namespace Frostline.Delivery.ContainerApps;

/// <summary>
/// The tags of an environment's resource group: where the pipeline keeps what any machine must know of the environment. Templates replace the
/// tags of the resources they describe; those of the group are nobody's but the group's.
/// </summary>
/// <exception cref="ContainerAppsException">The platform refused or failed; carries status and code.</exception>
public interface IEnvironmentTags
{
    /// <summary>Most tags that a resource group can have.</summary>
    const int Most = 50;

    /// <summary>Most characters in the value of a tag.</summary>
    const int LongestValue = 256;

    /// <summary>All tags; none when there is no such group.</summary>
    Task<IReadOnlyDictionary<string, string>> ReadAsync(CancellationToken cancellation);

    /// <summary>Makes the group when it is missing. The platform has no way to make one only where there is none: two who make it at once both succeed,
    /// and the later one drops the tags that were written in between.</summary>
    Task<GroupMade> EnsureAsync(CancellationToken cancellation);

    /// <summary>Merges tags into those that are there, all at once, and then removes others; whoever changes other tags meanwhile loses nothing. The
    /// group is made when it is missing.</summary>
    Task ChangeAsync(IReadOnlyDictionary<string, string> merge, IReadOnlyCollection<string> remove, CancellationToken cancellation);
}
