using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Frostline.Delivery;
using Frostline.Scanning.Dependencies;
using Frostline.Scanning.Files;

namespace Frostline.Scanning.Sboms;

/// <summary>What a service is made of, as CycloneDX 1.6. The same inputs make the same bytes: its serial number is made of what it says.</summary>
/// <param name="Name">Name of the service.</param>
/// <param name="Project">Folder of its project, relative to the root.</param>
/// <param name="Version">Its release.</param>
/// <param name="Created">When the sources were committed.</param>
public sealed record Sbom(string Name, string Project, string Version, DateTimeOffset Created)
{
    /// <summary>What restoring the project left, when that is not in one of the usual places.</summary>
    public string? Assets { get; init; }

    /// <summary>The images it is packed upon, <c>registry/repository:tag@sha256:…</c>, one for each platform. Default none.</summary>
    public IReadOnlyList<string> Bases { get; init; } = [];

    /// <summary>Writes it as JSON.</summary>
    /// <param name="root">The checkout; the project must have been restored.</param>
    /// <exception cref="DeliveryException">It was not.</exception>
    public string Write(string root)
    {
        var file = Directory.EnumerateFiles(Path.Combine(root, Project), "*.csproj").Single();
        var project = new ProjectPackages(new SourceFiles(root, [])).Find(Path.Combine(Project, Path.GetFileName(file)).Replace('\\', '/'), Assets)
            ?? throw new DeliveryException($"{Project}: is not restored, so that nobody knows what it is made of. Run ./build.sh --target=Compile first.");
        var document = Document(project);
        document["serialNumber"] = $"urn:uuid:{IdOf(document.ToJsonString())}";
        return document.ToJsonString(DeliveryJson.Options);
    }

    private JsonObject Document(ResolvedProject project)
    {
        ResolvedPackage[] packages = [.. project.Packages.Where(package => package.IsDeployed).OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase)];
        return new()
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["serialNumber"] = "",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["timestamp"] = Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
                ["lifecycles"] = new JsonArray(new JsonObject { ["phase"] = "build" }),
                ["tools"] = new JsonObject { ["components"] = new JsonArray(new JsonObject { ["type"] = "application", ["name"] = "Frostline", ["version"] = typeof(Sbom).Assembly.GetName().Version!.ToString(3) }) },
                ["component"] = new JsonObject { ["type"] = "application", ["bom-ref"] = Name, ["name"] = Name, ["version"] = Version },
            },
            ["components"] = new JsonArray([.. project.Projects.Order(StringComparer.Ordinal).Select(name => Own(name)), .. packages.Select(Component), .. Bases.Select(Base)]),
            ["dependencies"] = Graph(project, packages),
        };
    }

    private JsonObject Own(string project) => new() { ["type"] = "library", ["bom-ref"] = $"project:{project}", ["name"] = project, ["version"] = Version };

    private static JsonObject Component(ResolvedPackage package)
    {
        var component = new JsonObject { ["type"] = "library", ["bom-ref"] = Purl(package), ["name"] = package.Id, ["version"] = package.Version, ["scope"] = "required" };
        if (package.Hash is { } hash)
            component["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = Convert.ToHexStringLower(Convert.FromBase64String(hash)) });
        if (package.Licence is { } licence)
            component["licenses"] = new JsonArray(new JsonObject { ["expression"] = licence });
        component["purl"] = Purl(package);
        return component;
    }

    private static JsonObject Base(string reference)
    {
        var (name, digest) = (reference.Split('@')[0], reference.Split('@')[1]);
        return new()
        {
            ["type"] = "container",
            ["bom-ref"] = reference,
            ["name"] = name,
            ["version"] = digest,
            ["scope"] = "required",
            ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-256", ["content"] = digest["sha256:".Length..] }),
            ["purl"] = OciPurl(name, digest),
        };
    }

    /// <summary>The package URL of an image: its repository is a qualifier, its digest the version.</summary>
    /// <seealso href="https://github.com/package-url/purl-spec/blob/main/types-doc/oci-definition.md"/>
    private static string OciPurl(string name, string digest)
    {
        var tag = name.LastIndexOf(':') is var colon && colon > name.LastIndexOf('/') ? name[(colon + 1)..] : null;
        var repository = tag is null ? name : name[..colon];
        return $"pkg:oci/{repository.Split('/')[^1].ToLowerInvariant()}@{Uri.EscapeDataString(digest)}?repository_url={Uri.EscapeDataString(repository)}{(tag is null ? "" : $"&tag={Uri.EscapeDataString(tag)}")}";
    }

    private JsonArray Graph(ResolvedProject project, ResolvedPackage[] packages)
    {
        var byId = packages.GroupBy(package => package.Id, StringComparer.OrdinalIgnoreCase).ToDictionary(same => same.Key, same => Purl(same.First()), StringComparer.OrdinalIgnoreCase);
        var ofItself = packages.Where(package => package.IsDirect).Select(Purl).Concat(project.Projects.Order(StringComparer.Ordinal).Select(name => $"project:{name}")).Concat(Bases);
        return new JsonArray([
            Node(Name, ofItself),
            .. packages.Select(package => Node(Purl(package), package.Needs.Where(byId.ContainsKey).Select(need => byId[need]).Distinct().Order(StringComparer.Ordinal))),
        ]);
    }

    private static JsonObject Node(string reference, IEnumerable<string> needs) =>
        new() { ["ref"] = reference, ["dependsOn"] = new JsonArray([.. needs.Select(need => (JsonNode)need)]) };

    private static string Purl(ResolvedPackage package) => $"pkg:nuget/{Uri.EscapeDataString(package.Id)}@{Uri.EscapeDataString(package.Version)}";

    /// <summary>A UUID made of content, as version 5 makes it but with SHA-256.</summary>
    private static Guid IdOf(string content)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(content));
        hash[6] = (byte)(hash[6] & 0x0F | 0x80);
        hash[8] = (byte)(hash[8] & 0x3F | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
