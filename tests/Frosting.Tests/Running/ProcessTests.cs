using System.Diagnostics;
using System.Globalization;

namespace Frosting.Tests.Running;

/// <summary>The host as a process of its own, with real signals and real pipes.</summary>
public sealed class ProcessTests
{
    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task ASignal_LetsFinallyAndTeardownRun(string signal, int exitCode)
    {
        using var host = Start("--target=Wait");
        await UntilItWaits(host);
        Kill(host, signal);
        (await ReadToEnd(host)).ShouldBe($"SIG{signal}: stopping what runs, then Teardown. A second signal ends at once.\nfinally\nteardown\n");
        host.ExitCode.ShouldBe(exitCode);
    }

    [Fact]
    public async Task ASecondSignal_EndsAtOnce()
    {
        using var host = Start("--target=Deaf");
        await UntilItWaits(host);
        Kill(host, "INT");
        (await host.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldStartWith("SIGINT: stopping");
        Kill(host, "INT");
        (await ReadToEnd(host)).ShouldBeEmpty();
        host.ExitCode.ShouldBe(130);
    }

    [Fact]
    public async Task APipe_GetsNoAnsiCodes_AndErrorsStayInPlace()
    {
        using var host = Start("--target=Fail");
        var output = await ReadToEnd(host);
        output.ShouldBe("setup\nFail: it broke\nteardown\n");
        host.ExitCode.ShouldBe(1);
        (await host.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task WhatATaskWritesToTheConsole_IsPartOfItsOutput()
    {
        using var host = Start("--target=Check", "--settings_noreport=true");
        (await ReadToEnd(host)).ShouldBe("setup\n── Compile\ncompiling\n── Check\nchecking\nfrom a tool\nteardown\n");
    }

    [Fact]
    public async Task ListingCommands_LoadNeitherNuGetNorSpectre()
    {
        using var host = Start("--tree", "--list-assemblies");
        var loaded = (await ReadToEnd(host)).Split('\n');
        loaded.ShouldContain("Cake.Core");
        loaded.ShouldNotContain(name => name.StartsWith("NuGet", StringComparison.Ordinal) || name.StartsWith("Spectre", StringComparison.Ordinal) || name == "Cake.NuGet");
    }

    [Fact]
    public async Task TheTasks_AreThoseOfTheEntryAssembly()
    {
        using var host = Start("--tree");
        (await ReadToEnd(host)).ShouldBe("Default\n└─ Check\n   └─ Compile\nWait\nDeaf\nFail\n");
    }

    private static Process Start(params string[] args)
    {
        // Programs that a shell started in the background ignore interrupts, and so do those that they start.
        string[] afresh = OperatingSystem.IsLinux() ? ["--default-signal=INT"] : [];
        var start = new ProcessStartInfo("env", [.. afresh, "dotnet", Path.Combine(AppContext.BaseDirectory, "Frosting.SampleHost.dll"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in (string[])["GITHUB_ACTIONS", "TF_BUILD", "FORCE_COLOR", "CLICOLOR_FORCE", "NO_COLOR"])
            start.Environment.Remove(variable);
        start.Environment["TERM"] = "xterm-256color";
        return Process.Start(start)!;
    }

    private static async Task UntilItWaits(Process host)
    {
        (await host.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("setup");
        (await host.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("waiting");
    }

    private static void Kill(Process host, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", host.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static async Task<string> ReadToEnd(Process host)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(1));
        try
        {
            var output = await host.StandardOutput.ReadToEndAsync(deadline.Token);
            await host.WaitForExitAsync(deadline.Token);
            return output;
        }
        finally
        {
            if (!host.HasExited)
                host.Kill(entireProcessTree: true);
        }
    }
}
