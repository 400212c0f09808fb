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
    /// <summary>A deployment only expands; <c>Migrate</c> by itself brings the whole schema, or nothing.</summary>
    private bool Deploys => context.Options.Targets.Any(target => target.Equals("DeployStaging", StringComparison.OrdinalIgnoreCase) || target.Equals("BlueGreen", StringComparison.OrdinalIgnoreCase));

    /// <summary>Prints hazards, overrides and what did not pass.</summary>
    /// <returns>What may be applied, and the options to do it with.</returns>
    /// <exception cref="RefusedException">The database is not what its history says, or what serves would break.</exception>
    public async Task<(MigrationPlan Plan, MigrationOptions Options)> ConsentAsync()
    {
        var (review, refusal) = await ReviewAsync();
        foreach (var line in ReviewText.Notable(review))
            context.Print(line);
        if (refusal is not null)
            throw new RefusedException(refusal);
        foreach (var migration in review.Waiting)
            context.Print($"{migration.Name} waits: {string.Join("; ", migration.Breaking)}. When nothing older runs: ./build.sh --target=Migrate --contract --environment={context.Target.Name}");
        return (review.Plan, review.Waiting.Count == 0 ? options : options with { Target = TargetBefore(review.Plan), Waiting = [.. review.Waiting.Select(migration => migration.Name)] });
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
        var older = context.Options.Contract ? await OlderAsync() : [];
        var consent = new MigrationConsent(environment, serving?.Version, context.Options.Contract, older) { Deploys = Deploys, ServingHead = serving?.MigrationHead };
        var review = await ReviewAsync(options, serving?.MigrationHead, []);
        if (consent.Waiting(review.Plan) is { Count: > 0 } waiting)
            review = await ReviewAsync(options with { Target = TargetBefore(review.Plan with { Pending = [.. review.Plan.Pending.SkipLast(waiting.Count)] }) }, serving?.MigrationHead, waiting);
        await AtomicFile.WriteAsync(Path.Combine(context.Paths.Migrations(environment), "plan.json"), JsonSerializer.SerializeToUtf8Bytes(review, DeliveryJson.Options), context.Cancellation);
        return (review, consent.Refusal(review));
    }

    private async Task<MigrationReview> ReviewAsync(MigrationOptions asked, string? serving, IReadOnlyList<PlannedMigration> waiting)
    {
        var reviewer = new MigrationReviewer(TimeProvider.System) { Waiting = [.. waiting.Select(migration => migration.Name)] };
        return await reviewer.ReviewAsync(new(context.MigrationsAssembly), connection, asked, serving, context.Cancellation) with { Waiting = waiting };
    }

    /// <summary>The newest migration that the database has when the plan is done.</summary>
    private static string TargetBefore(MigrationPlan plan) =>
        plan.Pending.Count > 0 && string.CompareOrdinal(plan.Pending[^1].Name, plan.Head) > 0 ? plan.Pending[^1].Name : plan.Head!;

    private async Task<IReadOnlyList<string>> OlderAsync()
    {
        var platform = await context.PlatformAsync();
        if (!context.Options.Plan)
            await ExpiredStandbys.RetireAsync(platform, context.Settings, context.Target.Name, TimeProvider.System, context.Cancellation);
        return await OlderRevisions.FindAsync(platform, context.Settings, context.Target.Name, context.Cancellation);
    }
}
