using Frostline.Delivery;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;
using Frostline.Pipeline.Databases;

namespace Frostline.Pipeline.Rehearsals;

/// <summary>The copy's schema, as it is and as it was, under the tests of both releases.</summary>
internal sealed class TestedSchemas(BuildContext context, ReleaseManifest previous, ReleaseManifest next, Secret copy) : IDisposable
{
    private readonly RehearsedTests previousTests = new(context, previous);
    private readonly RehearsedTests nextTests = new(context, next);
    private string remembered = "";

    /// <summary>Whether the settings name tests.</summary>
    public bool AreAsked => context.Settings.Database!.Tests.Count > 0;

    /// <summary>Keeps the schema of today to compare with.</summary>
    public async Task RememberAsync() => remembered = await ReadAsync();

    public async Task<bool> IsAsRememberedAsync() => await ReadAsync() == remembered;

    /// <returns>Which tests of the release that serves fail on the copy's schema, or null.</returns>
    /// <exception cref="DeliveryException">It cannot be told: none were packed, or they fail on the schema of today too.</exception>
    public async Task<string?> TryPreviousAsync()
    {
        if (await previousTests.TryAsync(await ReadAsync()) is not { } failure)
            return null;
        return await previousTests.TryAsync(remembered) is { } already ? throw new DeliveryException($"they fail on the schema of today too: {already}") : failure;
    }

    /// <returns>Which tests of the next release fail on the copy's schema, or null.</returns>
    /// <exception cref="DeliveryException">It cannot be told: none were packed, or they fail on their own schema too.</exception>
    public async Task<string?> TryNextAsync()
    {
        if (await nextTests.TryAsync(await ReadAsync()) is not { } failure)
            return null;
        return await nextTests.TryAsync(schema: null) is { } already ? throw new DeliveryException($"they fail on their own schema too: {already}") : failure;
    }

    public void Dispose()
    {
        previousTests.Dispose();
        nextTests.Dispose();
    }

    private async Task<string> ReadAsync() => AreAsked ? await (await new BackupAccess(context).OpenAsync()).ReadSchemaAsync(copy, context.Cancellation) : "";
}
