using Testing;

namespace EndToEnd.Tests;

/// <summary>Debian's headless browser: what a person would see of a page.</summary>
internal static class Chromium
{
    /// <summary>The document after its scripts ran.</summary>
    public static async Task<string> ReadAsync(Uri page)
    {
        var browser = await Tool.FindAsync("chromium", "chromium", "chromium-browser", "google-chrome");
        using var profile = new TemporaryFolder("chromium");
        return await Tool.RunAsync(browser,
            "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", $"--user-data-dir={profile.Path}", "--virtual-time-budget=3000", "--dump-dom", page.ToString());
    }
}
