using Testing;

namespace Pipeline.Tests.Releases;

/// <summary>The product's own releases, one after the other, on the real platform: what only adds, what should not be, and what takes away when its time has come.</summary>
public sealed class ContractReleaseTests
{
    private const string Expanded = "20261121110000_DefaultCreatedAt";
    private const string Tests = "BreakingRelease.Sample";
    private const string Contracted = "20261121110100_DropCreatedAt";

    [Fact]
    public async Task Release_ThatTakesAway_IsDeployedWithoutItAndContractsOnceNothingOlderRuns()
    {
        await using var checkout = new ProductCheckout();
        await DeployReleaseBeforeAsync(checkout);
        await RefuseWhatTheProofFindsAsync(checkout);
        await RefuseWhatTheRehearsalFindsAsync(checkout);

        checkout.UseMigrationsOf("CoffeeTracker.Data");
        await checkout.PackAsync("the release that contracts", Contracted, tests: Tests);
        await RefuseToContractAtOnceAsync(checkout);
        await DeployWithoutContractingAsync(checkout);
        await checkout.KeepRevisionBeforeAsync(active: true);
        await RefuseToContractWhileTheStandbyRunsAsync(checkout);
        await checkout.KeepRevisionBeforeAsync(active: false);
        await ContractAsync(checkout);
    }

    private static async Task DeployReleaseBeforeAsync(ProductCheckout checkout)
    {
        checkout.UseMigrationsOf("BreakingRelease");
        await checkout.PackAsync("the release before", Expanded, Tests);

        var (exitCode, output) = await checkout.RunAsync("--target=Migrate", "--target=DeployStaging", "--to=DefaultCreatedAt");

        exitCode.ShouldBe(0, output);
        output.ShouldContain($"is at {Expanded}");
    }

    private static async Task RefuseWhatTheProofFindsAsync(ProductCheckout checkout)
    {
        var (exitCode, output) = await checkout.RunAsync("--target=Migrate", "--contract");

        exitCode.ShouldBe(3, output);
        output.ShouldContain("which serves, would break: column coffees.bean must be given and has no default.");
        (await HeadAsync(checkout)).ShouldBe(Expanded);
    }

    private static async Task RefuseWhatTheRehearsalFindsAsync(ProductCheckout checkout)
    {
        checkout.EditSettings(settings => settings["environments"]!["staging"]!["backupBeforeMigration"] = true);

        var (exitCode, output) = await checkout.RunAsync("--target=Migrate", "--to=ForgetThePast");

        exitCode.ShouldBe(3, output);
        output.ShouldContain("rehearsal: the release that serves on its own schema: pass");
        output.ShouldContain("rehearsal: the release that serves on the new schema: pass");
        output.ShouldMatch("rehearsal: the tests of the release that serves on the new schema: fail, .* s: 0 passed, 1 failed, 0 skipped: BreakingRelease.Sample.PastCoffees.Log_OfACoffeeOfLastYear_IsTaken");
        output.ShouldContain("Nothing was migrated.");
        checkout.ReadJson("artifacts/migrate/staging/plan.json")["checks"]!.AsArray().Single(check => (string?)check!["name"] == "proof")!["verdict"]!.ToString().ShouldBe("pass");
        checkout.ReadJson("artifacts/migrate/staging/rehearsal.json")["verdict"]!.ToString().ShouldBe("fail");
        (await HeadAsync(checkout)).ShouldBe(Expanded);
    }

    private static async Task RefuseToContractAtOnceAsync(ProductCheckout checkout)
    {
        var (exitCode, output) = await checkout.RunAsync("--target=Migrate");

        exitCode.ShouldBe(3, output);
        output.ShouldContain($"releases before would break: {Contracted}: column coffees.created_at is gone");
        (await HeadAsync(checkout)).ShouldBe(Expanded);
    }

    private static async Task DeployWithoutContractingAsync(ProductCheckout checkout)
    {
        var (exitCode, output) = await checkout.RunAsync("--target=Migrate", "--target=DeployStaging");

        exitCode.ShouldBe(0, output);
        output.ShouldContain($"{Contracted} waits: column coffees.created_at is gone");
        checkout.ReadJson("artifacts/migrate/staging/plan.json")["waiting"]![0]!["name"]!.ToString().ShouldBe(Contracted);
        (await HeadAsync(checkout)).ShouldBe(Expanded);
    }

    private static async Task RefuseToContractWhileTheStandbyRunsAsync(ProductCheckout checkout)
    {
        var (exitCode, output) = await checkout.RunAsync("--target=Migrate", "--contract");

        exitCode.ShouldBe(3, output);
        output.ShouldContain("but older revisions still run: coffee-api--");
        (await HeadAsync(checkout)).ShouldBe(Expanded);
    }

    /// <summary>With the next release, which has nothing of its own to wait for.</summary>
    private static async Task ContractAsync(ProductCheckout checkout)
    {
        await checkout.PackAsync("the release after", Contracted);

        var (exitCode, output) = await checkout.RunAsync("--target=Migrate", "--target=DeployStaging", "--contract");

        exitCode.ShouldBe(0, output);
        output.ShouldMatch("rehearsal: the tests of the release that serves on the new schema: pass");
        output.ShouldContain($"applied {Contracted}");
        (await HeadAsync(checkout)).ShouldBe(Contracted);
        (await checkout.AskAsync("SELECT count(*) FROM information_schema.columns WHERE table_name = 'coffees' AND column_name = 'created_at'")).ShouldBe(0L);
    }

    private static async Task<string> HeadAsync(ProductCheckout checkout) => (string)(await checkout.AskAsync("SELECT max(\"MigrationId\") FROM \"__EFMigrationsHistory\""))!;
}
