using System.Security.Cryptography;
using System.Text;
using Frostline.Delivery.Settings;
using Frostline.Images;
using Frostline.Scanning.Sboms;

namespace Frostline.Pipeline.Packing;

/// <summary>What goes with an image to its registry: what it is made of, how it was made, and whose it is.</summary>
internal sealed class SupplyChain(BuildContext context, RegistryClient registry, SigningKey? key)
{
    private const string SbomType = "application/vnd.cyclonedx+json";
    private const string BuildType = "urn:frostline:image:v1";

    /// <summary>Of what an envelope holds: signing the same twice gives other bytes, which need not be kept twice.</summary>
    private const string StatementAnnotation = "frostline.statement.digest";

    /// <summary>Attaches SBOM and provenance, and signs last: a signed image has both.</summary>
    public async Task CompleteAsync(ServiceSettings service, BuiltImage image, PackingOrder order)
    {
        await registry.AttachAsync(service.Image, new Artifact(SbomType, SbomType, WriteSbom(service, image, order)) { Subject = image.Manifest }, context.Cancellation);
        await AttachProvenanceAsync(service, image, Describe(service, image, order).Write());
        if (key is not null)
            await new ImageSignatures(registry).SignAsync(service.Image, image.Manifest, key, context.Cancellation);
    }

    private byte[] WriteSbom(ServiceSettings service, BuiltImage image, PackingOrder order)
    {
        var project = Path.GetFileName(service.Project);
        var sbom = new Sbom(service.Name, service.Project, order.Release.Version, order.Created)
        {
            Assets = Path.Combine(context.Paths.Packing(service.Name), "obj", project, "project.assets.json"),
            Bases = [.. Bases(image)],
        };
        return Encoding.UTF8.GetBytes(sbom.Write(context.Paths.Root));
    }

    private async Task AttachProvenanceAsync(ServiceSettings service, BuiltImage image, byte[] statement)
    {
        var digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(statement))}";
        var attached = await registry.ReferrersAsync(service.Image, image.Digest, context.Cancellation);
        if (attached.Any(other => other.Annotations.GetValueOrDefault(StatementAnnotation) == digest && other.ArtifactType == TypeOf()))
            return;
        var content = key is null ? statement : Envelope.Seal(Provenance.MediaType, statement, key);
        var provenance = new Artifact(TypeOf(), TypeOf(), content)
        {
            Subject = image.Manifest,
            Annotations = new Dictionary<string, string> { ["in-toto.io/predicate-type"] = Provenance.PredicateType, [StatementAnnotation] = digest },
        };
        await registry.AttachAsync(service.Image, provenance, context.Cancellation);
    }

    private string TypeOf() => key is null ? Provenance.MediaType : Envelope.MediaType;

    private Provenance Describe(ServiceSettings service, BuiltImage image, PackingOrder order)
    {
        var run = RunPage.Of(context.Environment);
        return new()
        {
            Name = service.Image,
            Digest = image.Digest,
            BuildType = BuildType,
            Parameters = new Dictionary<string, string>
            {
                ["engine"] = context.Options.Engine, ["project"] = service.Project, ["service"] = service.Name, ["version"] = order.Release.Version,
            },
            Materials = [.. Materials(image, order)],
            Builder = run is null ? "urn:frostline:builder:here" : new Uri(run).GetLeftPart(UriPartial.Authority),
            Invocation = run,
        };
    }

    private static IEnumerable<Provenance.Material> Materials(BuiltImage image, PackingOrder order)
    {
        yield return new("urn:frostline:sources", $"sha256:{order.Release.Sources}");
        if (order.Release.Commit.Length > 0)
            yield return new(order.Source is null ? "urn:frostline:checkout" : $"git+{order.Source}", $"gitCommit:{order.Release.Commit}");
        foreach (var reference in Bases(image))
            yield return new($"oci://{reference.Split('@')[0]}", reference.Split('@')[1]);
    }

    private static IEnumerable<string> Bases(BuiltImage image) => image.Platforms.Select(platform => platform.BaseReference).OfType<string>().Distinct();
}
