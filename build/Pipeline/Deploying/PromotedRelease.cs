using Frostline.Delivery;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollouts;

namespace Frostline.Pipeline.Deploying;

/// <summary>Chooses what is promoted: a release by its digests, as the proving environment's ledger has it; never the sources of this checkout.</summary>
internal sealed class PromotedRelease(BuildContext context, IPlatform platform)
{
    /// <exception cref="DeliveryException">No release is proven.</exception>
    /// <exception cref="RefusedException">The one that was asked for is not.</exception>
    public async Task<ReleaseManifest> ChooseAsync(UnfinishedRollout? unfinished)
    {
        var proven = await Ledger.ReadAsync(new PlatformLedger(platform, context.Settings), Promotion.Proving, context.Cancellation);
        if (unfinished?.Version is { } version)
            return proven.Entries.LastOrDefault(entry => entry.Version == version)?.ToManifest() ?? await FromArtifactsAsync(version);
        if (context.Options.Release is not { } asked)
            return proven.Current?.ToManifest() ?? throw new DeliveryException($"The ledger of {Promotion.Proving} names no release. Prove one first: ./build.sh --target=DeployStaging.");
        if (proven.Find(asked) is { } found)
            return found.ToManifest();
        if (!context.Options.Unproven)
            throw new RefusedException($"--release: {Promotion.Proving} never proved '{asked}'. It proved {Known(proven)}. Deploy it there first, or state with --unproven that it needs no proof.");
        return await FromArtifactsAsync(asked);
    }

    private Task<ReleaseManifest> FromArtifactsAsync(string version) =>
        ReleaseManifest.ReadAsync(Path.Combine(context.Paths.Release(version), "release.json"), context.Cancellation);

    private static string Known(Ledger proven) =>
        proven.Good.Count == 0 ? "none yet" : string.Join(", ", proven.Good.Select(entry => entry.Version).Distinct().TakeLast(5));
}
