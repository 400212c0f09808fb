using System.Text.Json;
using Frostline.Delivery;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;
using Frostline.Migrations;
using Frostline.Migrations.Planning;

namespace Frostline.Pipeline.Databases;

/// <summary>What a migration of the environment's database would do, and whether what serves can live with it; written as <c>plan.json</c>.</summary>
/// <param name="context">Of the run.</param>
/// <param name="connection">The database.</param>
/// <param name="options">Target and limits.</param>
internal sealed class SchemaReview(BuildContext context, Secret connection, MigrationOptions options)
{
    /// <summary>Prints hazards, overrides and what did not pass.</summary>
    /// <exception cref="RefusedException">The database is not what its history says, or what serves would break.</exception>
    public async Task<MigrationPlan> ConsentAsync()
    {
        var (review, refusal) = await ReviewAsync();
        foreach (var line in ReviewText.Notable(review))
            context.Print(line);
        return refusal is null ? review.Plan : throw new RefusedException(refusal);
    }

    /// <summary>Prints everything, and refuses nothing.</summary>
    public async Task ShowAsync()
    {
        var (review, refusal) = await ReviewAsync();
        foreach (var line in ReviewText.Of(review))
            context.Print(line);
        context.Print(refusal is null ? "Nothing stands against it." : $"It would be refused. {refusal}");
    }

    private async Task<(MigrationReview Review, string? Refusal)> ReviewAsync()
    {
        var platform = await context.PlatformAsync();
        var environment = context.Target.Name;
        var serving = (await Ledger.ReadAsync(context.Ledger(platform), environment, context.Cancellation)).Current;
        var review = await new MigrationReviewer(TimeProvider.System).ReviewAsync(new(context.MigrationsAssembly), connection, options, serving?.MigrationHead, context.Cancellation);
        await AtomicFile.WriteAsync(Path.Combine(context.Paths.Migrations(environment), "plan.json"), JsonSerializer.SerializeToUtf8Bytes(review, DeliveryJson.Options), context.Cancellation);
        var older = context.Options.Contract ? await OlderAsync() : [];
        return (review, new MigrationConsent(environment, serving?.Version, context.Options.Contract, older).Refusal(review));
    }

    private async Task<IReadOnlyList<string>> OlderAsync()
    {
        var platform = await context.PlatformAsync();
        if (!context.Options.Plan)
            await ExpiredStandbys.RetireAsync(platform, context.Settings, context.Target.Name, TimeProvider.System, context.Cancellation);
        return await OlderRevisions.FindAsync(platform, context.Settings, context.Target.Name, context.Cancellation);
    }
}
