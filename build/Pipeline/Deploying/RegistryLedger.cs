using Frostline.Delivery.Releases;
using Frostline.Images;

namespace Frostline.Pipeline.Deploying;

/// <summary>The ledger of releases as a document in the environment's registry, beside the images it tells of: any machine finds it.</summary>
internal sealed class RegistryLedger(RegistryClient registry, string product) : ILedgerStore
{
    private readonly string repository = $"{product}/ledger";

    public async Task<byte[]?> ReadAsync(string environment, CancellationToken cancellation) =>
        (await registry.PullArtifactAsync(repository, environment, cancellation))?.Content.ToArray();

    public Task WriteAsync(string environment, byte[] content, CancellationToken cancellation) =>
        registry.PushArtifactAsync(repository, environment, new Artifact("application/vnd.frostline.ledger.v1", "application/json", content), cancellation);
}
