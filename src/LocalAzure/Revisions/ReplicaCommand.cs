using LocalAzure.Registry;

namespace LocalAzure.Revisions;

/// <summary>
/// How one replica is started: a container's command line and environment, as they are for a process on this machine. It runs as
/// the user who runs LocalAzure, whatever user the image names, and shares the unpacked image with the image's other replicas.
/// </summary>
internal sealed record ReplicaCommand(
    string Executable, IReadOnlyList<string> Arguments, string WorkingDirectory, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Environment variable that marks every process of a state folder's replicas.</summary>
    public const string Mark = "FROSTLINE_LOCALAZURE";

    /// <summary>Environment variable, the platform's own, that names the replica.</summary>
    public const string ReplicaName = "CONTAINER_APP_REPLICA_NAME";

    /// <exception cref="LaunchException">Neither image nor template says what to run.</exception>
    public static ReplicaCommand Of(RevisionSpec spec, UnpackedImage image, ReplicaSeat seat)
    {
        var line = CommandLine(spec.Containers[0], image.Configuration);
        if (line.Count == 0)
            throw new LaunchException($"Image '{spec.Containers[0].Image}' has no entry point and the template gives no command. Give one of them.");
        return new ReplicaCommand(
            Locate(line[0], image.Root),
            [.. line.Skip(1).Select(argument => InImage(argument, image.Root) ?? argument)],
            Path.Combine(image.Root, image.Configuration.WorkingDirectory.TrimStart('/')),
            ReplicaEnvironment.Of(spec, image.Configuration, seat));
    }

    // As Kubernetes: a command replaces the entry point and drops the image's own arguments.
    private static List<string> CommandLine(ContainerSpec container, ImageConfiguration image)
    {
        var arguments = container.Arguments.Count > 0 || container.Command.Count > 0 ? container.Arguments : image.Command;
        return [.. container.Command.Count > 0 ? container.Command : image.Entrypoint, .. arguments];
    }

    private static string Locate(string program, string root) =>
        InImage(program, root) ?? (Path.GetFileName(program) == "dotnet" ? Machine.DotNet : program);

    private static string? InImage(string path, string root)
    {
        if (!path.StartsWith('/'))
            return null;
        var inside = Path.GetFullPath(root + path);
        return inside.StartsWith(root.TrimEnd('/') + '/', StringComparison.Ordinal) && Path.Exists(inside) ? inside : null;
    }
}
