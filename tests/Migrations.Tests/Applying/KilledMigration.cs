using System.Diagnostics;
using System.Text.Json;
using OtherPipeline;
using Testing;

namespace Frostline.Migrations.Tests.Applying;

/// <summary>A migration in a process of its own, killed with signal 9.</summary>
internal static class KilledMigration
{
    private const int KilledBySignal9 = 128 + 9;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    /// <summary>Completes when it is dead.</summary>
    /// <param name="order">What it does.</param>
    /// <param name="until">When it is killed from outside; never, where it kills itself.</param>
    public static async Task RunAsync(DoomedMigration order, Func<Task>? until = null)
    {
        var program = Path.Combine(Checkout.Root, "artifacts", "bin", "OtherPipeline", "release", "OtherPipeline.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "migrate"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (told, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.StandardInput.WriteAsync(JsonSerializer.Serialize(order));
            process.StandardInput.Close();
            if (until is not null)
            {
                await until();
                process.Kill();
            }

            await process.WaitForExitAsync().WaitAsync(Deadline);
        }
        finally
        {
            process.Kill();
        }

        process.ExitCode.ShouldBe(KilledBySignal9, $"{await told}{await errors}");
    }
}
