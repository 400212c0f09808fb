using Cake.Core.Diagnostics;

namespace Frostline.Hosting.CommandLine;

/// <summary>The command line, typed once. <see cref="Arguments"/> holds what the host does not know, for <c>context.Arguments</c>.</summary>
internal sealed record HostCommand
{
    public HostMode Mode { get; init; } = HostMode.Run;

    /// <summary>In the order given; empty means the task named Default.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    public string? WorkingDirectory { get; init; }

    public Verbosity? Verbosity { get; init; }

    public bool Exclusive { get; init; }

    public bool KeepGoing { get; init; }

    public int Parallel { get; init; } = Environment.ProcessorCount;

    public required ILookup<string, string?> Arguments { get; init; }
}
