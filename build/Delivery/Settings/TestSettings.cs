using System.ComponentModel;

namespace Frostline.Delivery.Settings;

/// <summary>Test projects (patterns relative to the repository) and the coverage gate.</summary>
public sealed record TestSettings
{
    [Description("Folders of the services' test projects, relative to the repository; * stands for any part of a name.")]
    public IReadOnlyList<string> Services { get; init; } = [];

    [Description("Folders of all other test projects; those of the services are left out.")]
    public IReadOnlyList<string> Pipeline { get; init; } = [];

    [Description("Lines of the services that tests must cover, in percent.")]
    [Between(0, 100)]
    public int LineCoverage { get; init; }

    /// <summary>How long one test project may run.</summary>
    [Description("How long one test project may run.")]
    [Seconds(1, 7200)]
    public TimeSpan ProjectTimeout { get; init; } = TimeSpan.FromMinutes(10);
}
