using System.Diagnostics;
using Frostline.Delivery;
using Frostline.Delivery.Locks;
using Testing;

namespace Delivery.Tests.Locks;

/// <summary>The lock between two processes, as between two pipelines.</summary>
public sealed class TwoPipelinesTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly TemporaryFolder folder = new("pipelines");
    private readonly Process other;

    public TwoPipelinesTests()
    {
        var program = Path.Combine(Checkout.Root, "artifacts", "bin", "OtherPipeline", "release", "OtherPipeline.dll");
        other = Process.Start(new ProcessStartInfo("dotnet", [program, folder.Path, "staging"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    [Fact]
    public async Task Take_WhileAnotherPipelineHoldsIt_IsRefusedUntilThatOneEnds()
    {
        await OtherHoldsAsync();
        (await Should.ThrowAsync<RefusedException>(TakeAsync)).Message.ShouldContain($"(process {other.Id}, DeployStaging)");

        other.StandardInput.Close();
        await other.WaitForExitAsync().WaitAsync(Deadline);

        other.ExitCode.ShouldBe(0);
        File.Exists(folder.Combine("staging.json")).ShouldBeFalse();
        await using var taken = await TakeAsync();
    }

    [Fact]
    public async Task Take_AfterAnotherPipelineWasKilled_TakesItOverAtOnce()
    {
        var id = await OtherHoldsAsync();
        other.Kill();
        await other.WaitForExitAsync().WaitAsync(Deadline);
        File.Exists(folder.Combine("staging.json")).ShouldBeTrue();

        await using var taken = await TakeAsync();

        taken.Holder.Id.ShouldNotBe(id);
    }

    public void Dispose()
    {
        if (!other.HasExited)
            other.Kill();
        other.Dispose();
        folder.Dispose();
    }

    private async Task<string> OtherHoldsAsync() =>
        await other.StandardOutput.ReadLineAsync().WaitAsync(Deadline) ?? throw new InvalidOperationException("The other pipeline did not take the lock.");

    private Task<EnvironmentLock> TakeAsync() => EnvironmentLock.TakeAsync(folder.Path, "staging", "DeployStaging", TimeProvider.System, CancellationToken.None);
}
