using Cake.Core.IO;
using Cake.Core.Tooling;

namespace Frostline.Pipeline.Packing.Docker;

/// <summary>What every call of docker has.</summary>
internal class DockerSettings : ToolSettings
{
    /// <summary>How long it may take. Default 30 minutes: a first build pulls an SDK.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(30);
}

/// <summary>What <c>docker build</c> is asked for.</summary>
internal sealed class DockerBuildSettings : DockerSettings
{
    public required FilePath Dockerfile { get; init; }

    public required DirectoryPath Context { get; init; }

    /// <summary>Name the image gets in the engine.</summary>
    public required string Tag { get; init; }

    /// <summary>Arguments of the Dockerfile; never secrets, which would stay in the image's history.</summary>
    public required IReadOnlyDictionary<string, string> BuildArguments { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }
}
