using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Releases;

/// <summary>The ledger in the platform itself: tags of the environment's resource group, a few for each release.</summary>
/// <param name="platform">The platform.</param>
/// <param name="settings">Where the environments are.</param>
public sealed class PlatformLedger(IPlatform platform, PipelineSettings settings) : ILedgerStore
{
    /// <summary>Most releases that are kept; fewer where tags are scarce.</summary>
    private const int MostEntries = 10;

    /// <summary>Tags left for locks and for people.</summary>
    private const int Spared = 8;

    public async Task<IReadOnlyList<LedgerEntry>> ReadAsync(string environment, CancellationToken cancellation) =>
        Form(environment).Read(await Tags(environment).ReadAsync(cancellation));

    public async Task AppendAsync(LedgerEntry entry, CancellationToken cancellation)
    {
        var (form, tags) = (Form(entry.Environment), Tags(entry.Environment));
        var present = await tags.ReadAsync(cancellation);
        var written = form.Write(entry);
        var old = form.Oldest(present, Kept(form, present, written.Count) - 1);
        // With room for both the new entry comes first, so that no instant is without a ledger.
        if (present.Count + written.Count > IEnvironmentTags.Most)
            await tags.ChangeAsync(new Dictionary<string, string>(), old, cancellation);
        await tags.ChangeAsync(written, present.Count + written.Count > IEnvironmentTags.Most ? [] : old, cancellation);
    }

    private static int Kept(LedgerTags form, IReadOnlyDictionary<string, string> present, int perEntry)
    {
        var others = present.Keys.Count(name => !form.IsOurs(name));
        return Math.Clamp((IEnvironmentTags.Most - Spared - others) / perEntry, 2, MostEntries);
    }

    private LedgerTags Form(string environment) => new(settings.Product, environment);

    private IEnvironmentTags Tags(string environment) => platform.ContainerApps(settings.Environment(environment)).Tags;
}
