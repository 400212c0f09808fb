using System.Formats.Tar;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Frostline.Scanning.Findings;
using Frostline.Scanning.Secrets;

namespace Frostline.Scanning.Containers;

/// <summary>The image policy over one image.</summary>
internal sealed partial class ImageRules(StoredImage image, int megabytes, List<Finding> findings)
{
    private const long MostText = 1 << 20;

    private static readonly string[] Labels = ["org.opencontainers.image.revision", "org.opencontainers.image.version", "org.opencontainers.image.created"];
    private static readonly HashSet<string> Tools = new(StringComparer.Ordinal)
    {
        "bin/sh", "bin/bash", "bin/dash", "bin/busybox", "usr/bin/bash", "usr/bin/sh", "usr/bin/dash", "usr/bin/apt", "usr/bin/apt-get", "usr/bin/dpkg", "sbin/apk", "usr/bin/curl", "usr/bin/wget", "usr/bin/sudo",
    };

    /// <param name="sizes">Uncompressed sizes of layers that were read before, by digest: images of several platforms share some.</param>
    /// <param name="cancellation">Ends it.</param>
    public void Check(Dictionary<string, long> sizes, CancellationToken cancellation)
    {
        CheckConfiguration(image.Configuration.TryGetProperty("config", out var config) ? config : default);
        CheckHistory();
        foreach (var layer in image.Layers.Where(layer => !sizes.ContainsKey(layer.Digest)))
            sizes[layer.Digest] = CheckLayer(layer, cancellation);
        var size = image.Layers.Sum(layer => sizes[layer.Digest]);
        if (size > megabytes * 1_000_000L)
            Add("image-too-large", Severity.Medium, "", string.Create(CultureInfo.InvariantCulture, $"The image has {size / 1e6:0} MB, more than {megabytes}."), "Leave out what it does not need, or raise imageMegabytes in infrastructure/scan.json.");
    }

    private long CheckLayer(StoredLayer layer, CancellationToken cancellation)
    {
        var size = 0L;
        foreach (var entry in layer.Entries(cancellation))
        {
            size += entry.Length;
            CheckEntry(entry);
        }

        return size;
    }

    private void CheckConfiguration(JsonElement config)
    {
        var user = Text(config, "User")?.Split(':')[0] ?? "";
        if (user is "" or "0" or "root")
            Add("root-user", Severity.High, "config", "The service runs as root.", "Set the user to 1654, the user that .NET's images bring.");
        else if (!user.All(char.IsAsciiDigit))
            Add("named-user", Severity.Low, "config", $"Platforms cannot tell that '{user}' is not root.", "Give the user's number, such as 1654.");
        foreach (var port in Names(config, "ExposedPorts").Where(port => int.TryParse(port.Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1024))
            Add("privileged-port", Severity.Medium, "config", $"Port {port} needs root.", "Listen on 8080.");
        var labels = Names(config, "Labels").ToHashSet();
        foreach (var label in Labels.Where(label => !labels.Contains(label)))
            Add("label-missing", Severity.Low, "config", $"The image has no label {label}: nobody can tell what it was made of.", "Set it when the image is packed.");
        if (!labels.Contains("org.opencontainers.image.base.digest"))
            Add("base-not-pinned", Severity.Info, "config", "The image names no base by digest.", "Pack it on a base that is named by digest.");
        foreach (var variable in config.ValueKind == JsonValueKind.Object && config.TryGetProperty("Env", out var environment) && environment.ValueKind == JsonValueKind.Array ? environment.EnumerateArray().Select(entry => entry.GetString()!) : [])
            CheckVariable(variable);
    }

    private void CheckVariable(string variable)
    {
        var equals = variable.IndexOf('=');
        if (equals > 0 && SecretName().IsMatch(variable[..equals]) && variable.Length > equals + 4)
            Add("secret-in-environment", Severity.Critical, "config", $"The variable {variable[..equals]} has a value that everybody who pulls the image reads.", "Give it to the container app as a secret, and replace it.");
        CheckSecrets("config", variable);
    }

    private void CheckHistory()
    {
        if (image.Configuration.TryGetProperty("history", out var history) && history.ValueKind == JsonValueKind.Array)
        {
            foreach (var step in history.EnumerateArray())
                CheckSecrets("history", Text(step, "created_by") ?? "");
        }
    }

    private void CheckEntry(TarEntry entry)
    {
        var path = entry.Name.TrimStart('.', '/').TrimEnd('/');
        if (entry.Name.Split('/').Contains("..") || entry.EntryType == TarEntryType.HardLink && entry.LinkName.Split('/').Contains(".."))
            Add("path-leaves-image", Severity.Critical, entry.Name, "An entry's path leads out of the image.", "Do not unpack it; pack the image anew.");
        if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            CheckFile(entry, path);
        if (Tools.Contains(path))
            Add("shell-or-package-manager", Severity.Low, path, "Whoever gets in finds tools to go on with.", "Use a chiseled base.");
    }

    private void CheckFile(TarEntry entry, string path)
    {
        if ((entry.Mode & (UnixFileMode.SetUser | UnixFileMode.SetGroup)) != 0)
            Add("setuid", Severity.High, path, "The file gives whoever runs it another user's rights.", "Remove the bit, or the file.");
        if ((entry.Mode & UnixFileMode.OtherWrite) != 0 || path.StartsWith("app/", StringComparison.Ordinal) && entry.Uid == 1654 && (entry.Mode & UnixFileMode.UserWrite) != 0)
            Add("writable-file", Severity.Medium, path, "The service can change its own files.", "Let root own them, 0644 or 0755.");
        if (path.EndsWith(".pdb", StringComparison.OrdinalIgnoreCase))
            Add("debug-symbols", Severity.Low, path, "Debug symbols tell how the service is made.", "Publish with DebugType=none.");
        if (path.EndsWith("appsettings.Development.json", StringComparison.OrdinalIgnoreCase))
            Add("development-settings", Severity.Medium, path, "Settings for development are in the image.", "Leave them out of what is published.");
        if (Secrets.Rules.FileRules.KeyStore(path) is not null)
            Add("key-store", Severity.High, path, "A key store is in the image.", "Keep it in Key Vault.");
        if (entry.DataStream is { } data && entry.Length is > 0 and <= MostText)
            CheckText(path, data);
    }

    private void CheckText(string path, Stream data)
    {
        var bytes = new byte[data.Length];
        data.ReadExactly(bytes);
        if (!bytes.AsSpan(0, Math.Min(bytes.Length, 8192)).Contains((byte)0))
            CheckSecrets(path, Encoding.Latin1.GetString(bytes));
    }

    private void CheckSecrets(string path, string text)
    {
        var matches = new List<SecretMatcher.Match>();
        SecretScanner.Matcher.Find(text, path, 1, matches);
        foreach (var match in matches)
            findings.Add(match.At(new($"{image.Name}/{path}", match.Line, match.Column)) with { Scanner = "images" });
    }

    private void Add(string rule, Severity severity, string path, string fact, string remedy) =>
        findings.Add(new("images", rule, severity, new($"{image.Name}/{path}".TrimEnd('/')), fact, remedy));

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static IEnumerable<string> Names(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().Select(entry => entry.Name) : [];

    [GeneratedRegex("PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|CREDENTIAL|PRIVATE_?KEY|CONNECTIONSTRING", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex SecretName();
}
