using Frostline.Scanning.Files;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Dockerfiles;

/// <summary>The rules of a compose or stack file.</summary>
internal static class ComposeRules
{
    public static IEnumerable<Finding> Check(string path, string text) =>
        YamlNode.Parse(text)?["services"] is { } services
            ? services.Entries.SelectMany(service => Check(service.Key, service.Value)).Select(found => new Finding("containers", found.Rule, found.Severity, new(path, found.Line), found.Fact, found.Remedy))
            : [];

    private static IEnumerable<(string Rule, Severity Severity, int Line, string Fact, string Remedy)> Check(string name, YamlNode service)
    {
        if (service["image"] is { Text: { } image } named && !image.Contains("@sha256:", StringComparison.Ordinal) && !image.Contains("${", StringComparison.Ordinal))
        {
            var latest = !image[(image.LastIndexOf('/') + 1)..].Contains(':') || image.EndsWith(":latest", StringComparison.Ordinal);
            yield return (latest ? "image-latest" : "image-unpinned", latest ? Severity.High : Severity.Medium, named.Line, $"{image} may be another image tomorrow.", "Give its digest: name:tag@sha256:...");
        }

        if (service["privileged"] is { Text: "true" } privileged)
            yield return ("privileged", Severity.Critical, privileged.Line, $"{name} may do on the host what root may.", "Leave privileged out; add the one capability it needs.");
        if (service["network_mode"] is { Text: "host" } network)
            yield return ("host-network", Severity.High, network.Line, $"{name} shares the host's network: every port of it is open.", "Use a network of its own, and publish the port it needs.");
        if (service["pid"] is { Text: "host" } processes)
            yield return ("host-processes", Severity.High, processes.Line, $"{name} sees and may signal the host's processes.", "Leave pid out.");
        foreach (var volume in (service["volumes"]?.Items ?? []).Where(volume => (volume.Text ?? volume["source"]?.Text)?.Contains("docker.sock", StringComparison.Ordinal) == true))
            yield return ("docker-socket", Severity.Critical, volume.Line, $"{name} may command the host's Docker engine, and so be root on the host.", "Do without the socket, or put a proxy before it that lets reads through.");
        foreach (var capability in (service["cap_add"]?.Items ?? []).Where(capability => capability.Text is "ALL" or "SYS_ADMIN" or "NET_ADMIN"))
            yield return ("capability", Severity.High, capability.Line, $"{name} has the capability {capability.Text}.", "Leave it out.");
        if (service["user"] is { Text: { } user } account && user.Split(':')[0] is "root" or "0")
            yield return ("root-user", Severity.High, account.Line, $"{name} runs as root.", "Give the number of another user, such as 1654.");
    }
}
