using System.Diagnostics;
using System.Globalization;
using Frostline.Delivery.Locks;
using Testing;

namespace Delivery.Tests.Locks;

public sealed class SelfTests
{
    [Fact]
    public void Sees_ThisProcess_AndNoneOfAnotherStart()
    {
        using var process = Process.GetCurrentProcess();

        Self.Sees(Holder(process)).ShouldBeTrue();
        Self.Sees(Holder(process) with { ProcessStart = process.StartTime.ToUniversalTime().AddHours(-1) }).ShouldBeFalse();
    }

    [Fact]
    public async Task Sees_NoProcessThatEnded_ThoughItsParentNeverAsked()
    {
        using var parent = Process.Start(new ProcessStartInfo("sh", ["-c", "sleep 300 & echo $!; exec sleep 300"]) { RedirectStandardOutput = true })!;
        try
        {
            using var child = Process.GetProcessById(int.Parse((await parent.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture));
            var holder = Holder(child);
            Self.Sees(holder).ShouldBeTrue();

            await Eventually.Is(() => File.ReadAllText($"/proc/{parent.Id}/comm") == "sleep\n");
            child.Kill();

            await Eventually.Is(() => !Self.Sees(holder));
            Directory.Exists($"/proc/{child.Id}").ShouldBeTrue("It is a zombie.");
        }
        finally
        {
            parent.Kill();
        }
    }

    private static LockHolder Holder(Process process) => new()
    {
        Environment = "staging", Purpose = "DeployStaging", User = "ada", Host = "laptop", Machine = Self.Machine, Id = "1", ProcessId = process.Id,
        ProcessStart = process.StartTime.ToUniversalTime(), Since = default, Heartbeat = default, Expiry = default,
    };
}
