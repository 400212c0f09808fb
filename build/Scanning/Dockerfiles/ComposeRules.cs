using System.Text.RegularExpressions;
using Frostline.Scanning.Files;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Dockerfiles;

/// <summary>The rules of a compose or stack file.</summary>
internal sealed partial class ComposeRules(string path)
{
    private static readonly HashSet<string> Datastores = new(StringComparer.Ordinal) { "1433", "3306", "5432", "5672", "6379", "9200", "11211", "27017" };

    private readonly List<Finding> findings = [];

    /// <exception cref="YamlDotNet.Core.YamlException">It is no YAML.</exception>
    public IReadOnlyList<Finding> Check(string text)
    {
        foreach (var (name, service) in YamlNode.Parse(text)?["services"]?.Entries ?? [])
        {
            CheckImage(service["image"]);
            CheckReach(name, service);
            CheckRights(name, service);
            CheckEnvironment(name, service["environment"]);
            CheckBounds(name, service);
            foreach (var volume in service["volumes"]?.Items ?? [])
                CheckVolume(name, volume);
            foreach (var port in service["ports"]?.Items ?? [])
                CheckPort(name, port);
        }

        return findings;
    }

    private void CheckImage(YamlNode? named)
    {
        if (named?.Text is not { Length: > 0 } image || image.Contains("@sha256:", StringComparison.Ordinal) || image.Contains("${", StringComparison.Ordinal))
            return;
        var latest = !image[(image.LastIndexOf('/') + 1)..].Contains(':') || image.EndsWith(":latest", StringComparison.Ordinal);
        Add(latest ? "image-latest" : "image-unpinned", latest ? Severity.High : Severity.Medium, named, $"{image} may be another image tomorrow.", "Give its digest: name:tag@sha256:...");
    }

    /// <summary>What it shares with the host.</summary>
    private void CheckReach(string name, YamlNode service)
    {
        if (service["network_mode"] is { Text: "host" } network)
            Add("host-network", Severity.High, network, $"{name} shares the host's network: every port of it is open.", "Use a network of its own, and publish the port it needs.");
        if (service["pid"] is { Text: "host" } processes)
            Add("host-processes", Severity.High, processes, $"{name} sees and may signal the host's processes.", "Leave pid out.");
        if (service["ipc"] is { Text: "host" } memory)
            Add("host-memory", Severity.High, memory, $"{name} reads and writes the host's shared memory.", "Leave ipc out.");
        if (service["userns_mode"] is { Text: "host" } users)
            Add("host-users", Severity.Medium, users, $"Root in {name} is root on the host.", "Leave userns_mode out.");
    }

    private void CheckRights(string name, YamlNode service)
    {
        if (service["privileged"] is { Text: "true" } privileged)
            Add("privileged", Severity.Critical, privileged, $"{name} may do on the host what root may.", "Leave privileged out; add the one capability it needs.");
        foreach (var capability in (service["cap_add"]?.Items ?? []).Where(capability => capability.Text is "ALL" or "SYS_ADMIN" or "NET_ADMIN" or "SYS_PTRACE" or "SYS_MODULE"))
            Add("capability", Severity.High, capability, $"{name} has the capability {capability.Text}.", "Leave it out.");
        if (service["user"] is { Text: { } user } account && user.Split(':')[0] is "root" or "0")
            Add("root-user", Severity.High, account, $"{name} runs as root.", "Give the number of another user, such as 1654.");
        var options = service["security_opt"]?.Items ?? [];
        foreach (var open in options.Where(option => option.Text?.EndsWith("unconfined", StringComparison.Ordinal) == true))
            Add("unconfined", Severity.High, open, $"Nothing filters what {name} asks of the kernel.", "Leave it out: the engine's default profile fits.");
        if (!options.Any(option => option.Text?.StartsWith("no-new-privileges", StringComparison.Ordinal) == true && !option.Text.EndsWith("false", StringComparison.Ordinal)))
            Add("new-privileges", Severity.Low, service, $"A program in {name} may get more rights than it was started with.", "Write 'security_opt: [\"no-new-privileges:true\"]'.");
    }

    private void CheckEnvironment(string name, YamlNode? environment)
    {
        var variables = (environment?.Entries ?? []).Select(entry => (Name: entry.Key, Value: entry.Value.Text, Node: entry.Value))
            .Concat((environment?.Items ?? []).Where(item => item.Text?.Contains('=') == true).Select(item => (Name: item.Text!.Split('=', 2)[0], Value: (string?)item.Text!.Split('=', 2)[1], Node: item)));
        foreach (var variable in variables.Where(variable => variable.Value is { Length: > 0 } value && value[0] != '$' && SecretName().IsMatch(variable.Name) && !variable.Name.EndsWith("_FILE", StringComparison.Ordinal)))
            Add("secret-in-environment", Severity.High, variable.Node, $"{variable.Name} of {name} has its value here, for everybody who reads the file.", "Use secrets, or a variable: ${NAME:?}.");
    }

    private void CheckVolume(string name, YamlNode volume)
    {
        var source = volume["source"]?.Text ?? volume.Text?.Split(':')[0] ?? "";
        if (source.Contains("docker.sock", StringComparison.Ordinal))
            Add("docker-socket", Severity.Critical, volume, $"{name} may command the host's Docker engine, and so be root on the host.", "Do without the socket, or put a proxy before it that lets reads through.");
        else if (source.TrimEnd('/') is "" && source.Length > 0 || HostFolder().IsMatch(source))
            Add("host-folder", Severity.High, volume, $"{name} has the host's {source}.", "Mount the one file or folder it needs, read-only.");
    }

    private void CheckPort(string name, YamlNode port)
    {
        var (published, target) = port.Text is { } text ? Ends(text.Split('/')[0].Trim('"')) : (port["host_ip"] is { Text: { } address } ? $"{address}:" : port["published"]?.Text, port["target"]?.Text);
        if (target is not null && Datastores.Contains(target) && published is not null && !published.StartsWith("127.", StringComparison.Ordinal) && !published.StartsWith("[::1]", StringComparison.Ordinal))
            Add("open-datastore", Severity.High, port, $"Port {target} of {name} is open to every network the host is in: Docker goes around its firewall.", "Publish it on 127.0.0.1 only, or not at all.");
    }

    /// <summary><c>8080:80</c>, <c>127.0.0.1:8080:80</c>, or <c>80</c> on a port that the engine chooses.</summary>
    private static (string? Published, string Target) Ends(string port) =>
        port.LastIndexOf(':') is var colon and >= 0 ? (port[..colon], port[(colon + 1)..]) : ("", port);

    private void CheckBounds(string name, YamlNode service)
    {
        var limits = service["deploy"]?["resources"]?["limits"];
        if (service["mem_limit"] is null && limits?["memory"] is null)
            Add("no-memory-limit", Severity.Low, service, $"{name} may take all memory of the host.", "Set deploy.resources.limits.memory.");
        if (service["read_only"] is not { Text: "true" })
            Add("writable-root", Severity.Info, service, $"Whoever gets into {name} can change its programs.", "Write 'read_only: true', and a tmpfs for /tmp.");
        if (service["restart"] is null && service["deploy"]?["restart_policy"] is null)
            Add("no-restart", Severity.Info, service, $"{name} stays away when it ends.", "Write 'restart: unless-stopped', or a deploy.restart_policy.");
    }

    private void Add(string rule, Severity severity, YamlNode node, string fact, string remedy) =>
        findings.Add(new("containers", rule, severity, new(path, Math.Max(1, node.Line)), fact, remedy));

    [GeneratedRegex("PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIAL", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex SecretName();

    [GeneratedRegex("^/(etc|proc|sys|dev|boot|root|var/run|run|var/lib/docker|usr|lib|bin|sbin)/?$", RegexOptions.NonBacktracking)]
    private static partial Regex HostFolder();
}
