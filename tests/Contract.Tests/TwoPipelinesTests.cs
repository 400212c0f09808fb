using System.Diagnostics;
using Frostline.Delivery;
using Frostline.Delivery.Locks;
using Testing;

namespace Contract.Tests;

/// <summary>The lock between two processes, as between two pipelines.</summary>
public sealed class TwoPipelinesTests(RunningLocalAzure azure)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Take_WhileAnotherPipelineHoldsIt_IsRefusedUntilThatOneEnds()
    {
        await using var stage = new Stage(azure, "pipelines-two");
        using var other = Start(stage);
        await IdAsync(other);
        (await Should.ThrowAsync<RefusedException>(() => TakeAsync(stage))).Message.ShouldContain($"(process {other.Id}, DeployStaging)");

        other.StandardInput.Close();
        await other.WaitForExitAsync().WaitAsync(Deadline);

        other.ExitCode.ShouldBe(0);
        await using var taken = await TakeAsync(stage);
        taken.TookOver.ShouldBeEmpty();
    }

    [Fact]
    public async Task Take_AfterAnotherPipelineWasKilled_TakesItOverAtOnce()
    {
        await using var stage = new Stage(azure, "pipelines-killed");
        using var other = Start(stage);
        var id = await IdAsync(other);
        other.Kill();
        await other.WaitForExitAsync().WaitAsync(Deadline);

        await using var taken = await TakeAsync(stage);

        taken.TookOver.ShouldHaveSingleItem().Id.ShouldBe(id);
    }

    private Process Start(Stage stage)
    {
        var program = Path.Combine(Checkout.Root, "artifacts", "bin", "OtherPipeline", "release", "OtherPipeline.dll");
        var start = new ProcessStartInfo("dotnet", [program, "lock", azure.Location.StateFolder, stage.Environment.ResourceGroup])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    private static async Task<string> IdAsync(Process other) =>
        await other.StandardOutput.ReadLineAsync().WaitAsync(Deadline) ?? throw new InvalidOperationException("The other pipeline did not take the lock.");

    private Task<EnvironmentLock> TakeAsync(Stage stage)
    {
        var request = new LockRequest { Platform = azure.Platform, Settings = stage.Settings(), Environment = "staging", Purpose = "DeployStaging" };
        return EnvironmentLock.TakeAsync(request, TimeProvider.System, CancellationToken.None);
    }
}
