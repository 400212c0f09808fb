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
        var document = await Tool.RunAsync(browser,
            "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", $"--user-data-dir={profile.Path}", "--virtual-time-budget=3000", "--dump-dom", page.ToString());
        // Processes of its own end a moment after it, and write there until they do.
        await Eventually.Holds(() =>
        {
            profile.Dispose();
            return Task.CompletedTask;
        });
        return document;
    }
}
