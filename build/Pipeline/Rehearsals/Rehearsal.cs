using System.Globalization;
using System.Text.Json;
using Frostline.Delivery;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;
using Frostline.Migrations;

namespace Frostline.Pipeline.Rehearsals;

/// <summary>
/// A migration tried on a restored copy before the database is touched: up, the release that serves on the new schema, the next one on it, down where that loses
/// nothing, the release that serves again, and up once more. What the release that serves does on the schema it knows is tried first: it tells a broken trial from a broken schema.
/// </summary>
/// <param name="context">Of the run.</param>
/// <param name="previous">The release that serves.</param>
/// <param name="next">The release that needs the new schema.</param>
/// <param name="plan">What is to be applied.</param>
internal sealed class Rehearsal(BuildContext context, ReleaseManifest previous, ReleaseManifest next, MigrationPlan plan)
{
    private readonly MigrationSource migrations = new(context.MigrationsAssembly);
    private readonly List<RehearsalStep> steps = [];
    private string? irreversible;

    /// <param name="copy">Connection string of the copy.</param>
    public async Task<RehearsalOutcome> RunAsync(Secret copy)
    {
        using var serving = new RehearsedRelease(context, previous, copy);
        using var coming = new RehearsedRelease(context, next, copy);
        if (await StepAsync("the release that serves on its own schema", serving.TryAsync, Verdict.Inconclusive))
            await TryNewSchemaAsync(serving, coming, copy);
        var outcome = new RehearsalOutcome(previous.Version, next.Version, steps) { Irreversible = irreversible };
        await AtomicFile.WriteAsync(
            context.Paths.Of("artifacts", "migrate", context.Target.Name, "rehearsal.json"), JsonSerializer.SerializeToUtf8Bytes(outcome, DeliveryJson.Options), context.Cancellation);
        return outcome;
    }

    private async Task TryNewSchemaAsync(RehearsedRelease serving, RehearsedRelease coming, Secret copy)
    {
        using var tests = new TestedSchemas(context, previous, next, copy);
        await tests.RememberAsync();
        if (!await StepAsync("up", () => UpAsync(copy)))
            return;
        irreversible = await LossAsync(copy);
        await StepAsync("the release that serves on the new schema", serving.TryAsync);
        await TestAsync(tests, "the tests of the release that serves on the new schema", tests.TryPreviousAsync);
        if (next.Version != previous.Version)
        {
            await StepAsync("the next release on the new schema", coming.TryAsync);
            await TestAsync(tests, "the tests of the next release on the new schema", tests.TryNextAsync);
        }

        if (irreversible is not null && !Failed)
            context.Print($"rehearsal: down: not tried: {irreversible}");
        else if (await StepAsync("down", () => DownAsync(copy)) && await StepAsync("the release that serves on its schema again", serving.TryAsync))
        {
            if (!await tests.IsAsRememberedAsync())
                await TestAsync(tests, "the tests of the release that serves on its schema again", tests.TryPreviousAsync);
            await StepAsync("up again", () => UpAsync(copy));
        }
    }

    private Task TestAsync(TestedSchemas tests, string what, Func<Task<string?>> act) => tests.AreAsked ? StepAsync(what, act) : Task.CompletedTask;

    private async Task<string?> UpAsync(Secret copy)
    {
        await new Migrator(TimeProvider.System).ApplyAsync(migrations, copy, new() { Target = plan.Pending[^1].Name }, _ => { }, context.Cancellation);
        return null;
    }

    private async Task<string?> DownAsync(Secret copy)
    {
        // What the two releases wrote into the copy since is nobody's loss.
        await new SchemaReturner(TimeProvider.System) { DespiteLoss = true }.ReturnAsync(migrations, copy, plan.Head!, _ => { }, context.Cancellation);
        return null;
    }

    /// <summary>A way back that would lose something is none, and none is demanded: the schema stays expanded.</summary>
    private async Task<string?> LossAsync(Secret copy)
    {
        var judged = await SchemaReturner.JudgeAsync(migrations, copy, plan.Head!, context.Cancellation);
        return judged.Losses.Count == 0 ? null : $"it would lose something: {string.Join("; ", judged.Losses)}";
    }

    private bool Failed => steps.Any(step => step.Verdict == Verdict.Fail);

    /// <summary>Tries it, unless something failed already: that is enough to refuse.</summary>
    /// <param name="what">The step.</param>
    /// <param name="act">Answers with what failed, or null.</param>
    /// <param name="ifFailed">What a failure means.</param>
    /// <returns>Whether it passed.</returns>
    private async Task<bool> StepAsync(string what, Func<Task<string?>> act, Verdict ifFailed = Verdict.Fail)
    {
        if (Failed)
            return false;
        var start = TimeProvider.System.GetTimestamp();
        var (verdict, why) = await JudgeAsync(act, ifFailed);
        var step = new RehearsalStep(what, verdict, why, Math.Round(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 1));
        steps.Add(step);
        context.Print(string.Create(CultureInfo.InvariantCulture, $"rehearsal: {what}: {verdict.ToString().ToLowerInvariant()}, {step.Seconds:0.0} s{(why is null ? "" : $": {why}")}"));
        return verdict == Verdict.Pass;
    }

    /// <exception cref="RefusedException">Nothing more may be tried: what cannot be trusted is no missing answer.</exception>
    internal static async Task<(Verdict Verdict, string? Why)> JudgeAsync(Func<Task<string?>> act, Verdict ifFailed)
    {
        try
        {
            var failure = await act();
            return failure is null ? (Verdict.Pass, null) : (ifFailed, failure);
        }
        catch (MigrationException failed)
        {
            return (Verdict.Fail, failed.Message);
        }
        catch (DeliveryException untried) when (untried is not RefusedException)
        {
            return (Verdict.Inconclusive, untried.Message);
        }
    }
}
