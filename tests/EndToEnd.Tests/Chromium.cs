using System.Diagnostics;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Debian's headless browser: what a person would see of a page.</summary>
public static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>The document after its scripts ran. Installs the browser when it may, and skips the test when it may not.</summary>
    public static async Task<string> ReadAsync(Uri page)
    {
        var browser = await FindAsync();
        using var profile = new TemporaryFolder("chromium");
        return await RunAsync(browser,
            "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", $"--user-data-dir={profile.Path}", "--virtual-time-budget=3000", "--dump-dom", page.ToString());
    }

    private static async Task<string> FindAsync()
    {
        if (Find() is { } found)
            return found;
        if (Environment.UserName != "root" || !File.Exists("/usr/bin/apt-get"))
            Assert.Skip("No Chromium here, and no right to install it: apt-get install chromium.");
        await RunAsync("/usr/bin/apt-get", "update", "-q");
        await RunAsync("/usr/bin/apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium");
        return Find() ?? throw new InvalidOperationException("apt-get installed chromium, but it is not on the PATH.");
    }

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        process.ExitCode.ShouldBe(0, await errors);
        return await output;
    }
}
