using System.Diagnostics;
using System.Globalization;
using System.Net;
using Frostline.LoadTesting;
using Frostline.LoadTesting.Generators;
using Frostline.LoadTesting.Reports;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;
using Frostline.LoadTesting.Verdicts;
using Testing;

namespace Pipeline.Tests.LoadTests;

/// <summary>Generators that are processes: this very task host, told so by its argument.</summary>
public sealed class GeneratorProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = new("generator-processes");
    private readonly HttpListener server = new();
    private int asked;

    public GeneratorProcessTests()
    {
        server.Prefixes.Add($"http://127.0.0.1:{FreePort.Next()}/");
        server.Start();
        _ = ServeAsync();
    }

    public void Dispose()
    {
        server.Close();
        folder.Dispose();
    }

    [Fact]
    public async Task Two_OfWhichOneIsKilled_MakeTheRunInvalid_AndLeaveNobodyBehind()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("/proc is Linux's.");
        var run = RunAsync();
        // By then each has told what it counted: they do so every 200 ms, and no single one of them sends so many in that time.
        await Eventually.Is(() => Volatile.Read(ref asked) > 20 && Generators().Count == 2);

        Process.GetProcessById(Generators()[0]).Kill();

        var result = await run.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        result.Valid.ShouldBeFalse();
        result.Verdict.ShouldBe(LoadVerdict.Inconclusive);
        result.Generator.Problems.Count(problem => problem.EndsWith(" of 2 ended before its time: its share of the plan was not sent", StringComparison.Ordinal)).ShouldBe(1);
        result.Total.Count.ShouldBeGreaterThan(0);
        Generators().ShouldBeEmpty();
    }

    private async Task<LoadResult> RunAsync()
    {
        var scenario = new Scenario
        {
            Name = "shared", Requests = [new() { Name = "root", Path = "/" }],
            Profiles = new Dictionary<string, ProfileSettings> { ["long"] = new() { Stages = [new() { Rate = 20, Duration = TimeSpan.FromMinutes(5) }] } },
        };
        var request = new LoadRequest { Scenario = scenario, Profile = "long", Stages = LoadStages.Of(scenario.Profiles["long"], 1, null), Target = new(server.Prefixes.Single()) };
        var engine = new GeneratorProcesses(2, "dotnet", [typeof(Frostline.Pipeline.BuildContext).Assembly.Location, LoadGenerator.Argument]);
        return (await new LoadTest(TimeProvider.System, new(_ => { }), folder.Path, engine).RunAsync(request, baseline: null, TestContext.Current.CancellationToken)).Result;
    }

    /// <summary>Children of this process that were started as generators.</summary>
    private static List<int> Generators() =>
    [
        .. Directory.GetDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0 && IsGenerator(id)),
    ];

    private static bool IsGenerator(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/status").Contains($"\nPPid:\t{Environment.ProcessId}\n", StringComparison.Ordinal)
                && File.ReadAllText($"/proc/{process}/cmdline").Contains(LoadGenerator.Argument, StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile.
            return false;
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await server.GetContextAsync();
                Interlocked.Increment(ref asked);
                context.Response.Close();
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
