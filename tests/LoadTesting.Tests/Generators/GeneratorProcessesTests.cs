using System.IO.Pipes;
using Frostline.LoadTesting;
using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Generators;
using Frostline.LoadTesting.Reports;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;
using Frostline.LoadTesting.Verdicts;
using LoadTesting.Tests.Engines;
using Microsoft.AspNetCore.Http;
using Testing;

namespace LoadTesting.Tests.Generators;

/// <summary>Several generators over real pipes: the protocol, what they add up to, and the end of one.</summary>
public sealed class GeneratorProcessesTests : IDisposable
{
    private readonly TemporaryFolder folder = new("generators");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Three_ShareOnePlan_AndWhatTheyCountAddsUp()
    {
        await using var server = await ScriptedServer.StartAsync(context => context.Response.WriteAsync(context.Request.Query["n"]!));

        var result = await RunAsync(server.Address, new(3, () => Line(LoadGenerator.RunAsync)));

        result.Generator.Problems.ShouldBeEmpty();
        result.Engine.ShouldBe("frostline, 3 processes");
        result.Requests.Single().Statuses.ShouldBe(new Dictionary<int, long> { [200] = 120 });
        // 0 to 119, each once: 10 of one digit, 90 of two, 20 of three.
        result.Total.Bytes.ShouldBe(10 + 180 + 60);
        result.Connections.Made.ShouldBeGreaterThanOrEqualTo(3);
        result.Generator.Requests.ShouldBe(120);
    }

    [Fact]
    public async Task Generator_ThatDies_EndsTheRun_AndItSaysNothingOfTheService()
    {
        await using var server = await ScriptedServer.StartAsync(_ => Task.CompletedTask);
        var number = 0;

        var result = await RunAsync(server.Address, new(2, () => Line(Interlocked.Increment(ref number) == 1 ? LoadGenerator.RunAsync : DyingAsync)), seconds: 600);

        result.Valid.ShouldBeFalse();
        result.Verdict.ShouldBe(LoadVerdict.Inconclusive);
        result.InvalidBecause.ShouldContain("generator 2 of 2 ended before its time: its share of the plan was not sent");
        result.Seconds.ShouldBeLessThan(300);
    }

    [Fact]
    public async Task Order_OfAnotherVersion_IsRefused()
    {
        using var output = new StringWriter();
        var order = GeneratorProtocol.Write(new GeneratorOrder
        {
            Version = GeneratorProtocol.Version + 1, Scenario = Scenario(1), Folder = "", Stages = [], Target = new("http://127.0.0.1/"), Seed = 1, Shard = 0, Shards = 1,
        });

        (await LoadGenerator.RunAsync(new StringReader(order), output)).ShouldBe(1);

        GeneratorProtocol.Read<GeneratorWord>(output.ToString()).Problem.ShouldBe("the order is not of version 1");
    }

    /// <summary>Ready, started, and gone.</summary>
    private static async Task<int> DyingAsync(TextReader input, TextWriter output)
    {
        await input.ReadLineAsync();
        await output.WriteLineAsync(GeneratorProtocol.Write(new GeneratorWord { Version = GeneratorProtocol.Version, Ready = true }));
        await output.FlushAsync();
        await input.ReadLineAsync();
        return 1;
    }

    private async Task<LoadResult> RunAsync(Uri target, GeneratorProcesses generators, double seconds = 2)
    {
        var scenario = Scenario(seconds);
        var request = new LoadRequest { Scenario = scenario, Profile = "short", Stages = LoadStages.Of(scenario.Profiles["short"], 1, null), Target = target };
        return (await new LoadTest(TimeProvider.System, new(_ => { }), folder.Path, generators).RunAsync(request, baseline: null, TestContext.Current.CancellationToken)).Result;
    }

    private static Scenario Scenario(double seconds) => new()
    {
        Name = "shared", Requests = [new() { Name = "root", Path = "/?n=${number}", Weight = 100 }],
        Profiles = new Dictionary<string, ProfileSettings>
        {
            ["short"] = new() { Stages = [new() { Name = "hold", Rate = 60, Arrivals = Arrivals.Constant, Duration = TimeSpan.FromSeconds(seconds) }] },
        },
    };

    /// <summary>A generator in this process, at the other end of two pipes; its end closes both, as that of a process does.</summary>
    private static GeneratorLine Line(Func<TextReader, TextWriter, Task<int>> generator)
    {
        var (orders, words) = (new AnonymousPipeServerStream(PipeDirection.Out), new AnonymousPipeServerStream(PipeDirection.In));
        var (input, output) = (new AnonymousPipeClientStream(PipeDirection.In, orders.ClientSafePipeHandle), new AnonymousPipeClientStream(PipeDirection.Out, words.ClientSafePipeHandle));
        _ = Task.Run(async () =>
        {
            using var reader = new StreamReader(input);
            await using var writer = new StreamWriter(output);
            await generator(reader, writer);
        });
        return new(new StreamWriter(orders), new StreamReader(words), () =>
        {
            orders.Dispose();
            words.Dispose();
        });
    }
}
