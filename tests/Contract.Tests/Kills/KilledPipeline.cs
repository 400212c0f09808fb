using System.Diagnostics;
using System.Text.Json;
using OtherPipeline;
using Testing;

namespace Contract.Tests.Kills;

/// <summary>A pipeline in a process of its own, killed with signal 9.</summary>
internal static class KilledPipeline
{
    private const int KilledBySignal9 = 128 + 9;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    /// <summary>Completes when it is dead.</summary>
    public static async Task RunAsync(DoomedRun run)
    {
        var program = Path.Combine(Checkout.Root, "artifacts", "bin", "OtherPipeline", "release", "OtherPipeline.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "run", JsonSerializer.Serialize(run)]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (told, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Deadline);
        process.ExitCode.ShouldBe(KilledBySignal9, $"{await told}{await errors}");
    }
}
