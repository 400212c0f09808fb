using System.Diagnostics;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Programs of the distribution: found, or installed where this user may, or else the test says what it skipped.</summary>
internal static class Tool
{
    public static async Task<string> FindAsync(string package, params string[] programs)
    {
        if (Find(programs) is { } found)
            return found;
        if (!DebianPackages.Allowed)
            Assert.Skip($"No {programs[0]} here, and no right to install it: apt-get install {package}.");
        var problem = await DebianPackages.InstallAsync(package, $"command -v {programs[0]}");
        return Find(programs) ?? throw new InvalidOperationException($"'apt-get install {package}' did not bring {programs[0]}: {problem}");
    }

    /// <summary>What the program printed; an exit code other than 0 fails the test with its errors.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(8));
        try
        {
            var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(deadline.Token), process.StandardError.ReadToEndAsync(deadline.Token));
            await process.WaitForExitAsync(deadline.Token);
            process.ExitCode.ShouldBe(0, string.Concat(texts));
            return texts[0];
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static string? Find(string[] programs) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .SelectMany(folder => programs.Select(program => Path.Combine(folder, program)))
            .FirstOrDefault(File.Exists);
}
