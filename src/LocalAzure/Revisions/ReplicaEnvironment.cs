using System.Globalization;
using LocalAzure.Registry;

namespace LocalAzure.Revisions;

/// <summary>
/// A replica's environment variables: a minimum of this machine's, then the image's, the template's, and last the platform's.
/// LocalAzure's own environment does not reach it.
/// </summary>
internal static class ReplicaEnvironment
{
    private static readonly string[] Inherited = ["PATH", "LANG", "TZ"];

    public static IReadOnlyDictionary<string, string> Of(RevisionSpec spec, ImageConfiguration image, ReplicaSeat seat)
    {
        var port = seat.Port.ToString(CultureInfo.InvariantCulture);
        var environment = Inherited
            .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
            .Where(variable => variable.Value is not null)
            .ToDictionary(variable => variable.Name, variable => variable.Value!);
        environment["HOME"] = seat.Home;
        environment["DOTNET_ROOT"] = Path.GetDirectoryName(Machine.DotNet)!;
        environment["DOTNET_gcServer"] = "0";
        foreach (var (name, value) in image.Environment.Concat(spec.Containers[0].Environment))
            environment[name] = value;

        environment.Remove("ASPNETCORE_HTTP_PORTS");
        environment.Remove("ASPNETCORE_HTTPS_PORTS");
        environment["PORT"] = port;
        environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        environment["CONTAINER_APP_NAME"] = spec.App;
        environment["CONTAINER_APP_REVISION"] = spec.Fqdn.Split('.')[0];
        environment["CONTAINER_APP_HOSTNAME"] = spec.Fqdn;
        environment["CONTAINER_APP_PORT"] = port;
        environment["CONTAINER_APP_ENV_DNS_SUFFIX"] = spec.Fqdn[(spec.Fqdn.IndexOf('.', StringComparison.Ordinal) + 1)..];
        environment[ReplicaCommand.ReplicaName] = seat.Replica;
        environment[ReplicaCommand.Mark] = seat.StateFolderId;
        return environment;
    }
}
