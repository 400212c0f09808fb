using System.Text.Json;

namespace LocalAzure.Resources;

/// <summary>One revision as it was made; how it fares is told by the processes that run it.</summary>
/// <param name="Name"><c>{app}--{suffix}</c>.</param>
/// <param name="Template">The app's template as it was when the revision was made.</param>
/// <param name="Active">Whether it is wanted to run.</param>
internal sealed record Revision(string Name, JsonElement Template, DateTimeOffset Created, bool Active)
{
    /// <summary>What it runs as on this machine: its name, and the environment's too when an app of the same name elsewhere has a revision called so.</summary>
    public required string Key { get; init; }

    public DateTimeOffset? LastActive { get; init; }

    /// <summary>Why it could not even be started; null otherwise.</summary>
    public string? Error { get; init; }
}
