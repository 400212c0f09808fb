using Frostline.Hosting.Output;

namespace Frostline.Hosting.Composition;

/// <summary>What the host has to know of the process it lives in; tests bring their own.</summary>
internal sealed record HostSurroundings(TextWriter Output, ConsoleProfile Profile)
{
    /// <summary>Instead of the types of the assemblies.</summary>
    public IReadOnlyList<Type>? Types { get; init; }

    /// <summary>Whether signals and <see cref="Console.Out"/> belong to this host.</summary>
    public bool OwnsProcess { get; init; }

    public static HostSurroundings OfProcess() => new(
        Console.Out,
        ConsoleProfile.Detect(Environment.GetEnvironmentVariable, Console.IsOutputRedirected))
    {
        OwnsProcess = true,
    };
}
