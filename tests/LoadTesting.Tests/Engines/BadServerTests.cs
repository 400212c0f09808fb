using System.Net;
using System.Net.Sockets;
using System.Text;
using Frostline.LoadTesting;
using Frostline.LoadTesting.Engines;
using Testing;
using static LoadTesting.Tests.Engines.EngineRuns;

namespace LoadTesting.Tests.Engines;

/// <summary>The generator against servers that no service should be.</summary>
public sealed class BadServerTests
{
    [Fact]
    public async Task Server_ThatHangs_TimesOut_AndItsTimeCounts()
    {
        await using var server = await ScriptedServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));

        var seen = await RunAsync(server.Address, Rate(20, 0.5), Scenario() with { Timeout = TimeSpan.FromMilliseconds(300) });

        seen.Requests[0].ErrorsByKind.ShouldBe(new Dictionary<ErrorKind, long> { [ErrorKind.Timeout] = 10 });
        Milliseconds(seen.Requests[0].Response.Snapshot().Quantile(0.5)).ShouldBeGreaterThan(295);
    }

    [Fact]
    public async Task Server_ThatHangs_IsNotSentMoreThanMayWait()
    {
        var answers = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(_ => answers.Task);
        var (stages, scenario) = (Rate(100, 0.5), Scenario() with { Timeout = TimeSpan.FromMinutes(1), MostInFlight = 10 });
        var seen = Recorder(scenario, stages);

        var run = new HttpEngine().RunAsync(Plan(server.Address, stages, scenario), seen, TestContext.Current.CancellationToken);
        await Eventually.Is(() => seen.Started == 50);
        answers.SetResult();
        await run;

        seen.Requests[0].ErrorsByKind.ShouldBe(new Dictionary<ErrorKind, long> { [ErrorKind.NotSent] = 40 });
        seen.Requests[0].Statuses.ShouldBe(new Dictionary<int, long> { [200] = 10 });
    }

    [Theory]
    [InlineData("", ErrorKind.Reset)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", ErrorKind.Reset)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nbroken\r\n", ErrorKind.Protocol)]
    [InlineData("this is not HTTP\r\n\r\n", ErrorKind.Protocol)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\nfirst of ten gigabytes", ErrorKind.TooLarge)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n280000000\r\nfirst of ten gigabytes", ErrorKind.TooLarge)]
    public async Task Server_ThatBreaksOff_IsAnErrorOfItsKind(string bytes, ErrorKind kind)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, bytes);

        var seen = await RunAsync(new($"http://{listener.LocalEndpoint}"), Rate(20, 0.5), Scenario() with { Timeout = TimeSpan.FromMinutes(1) });

        listener.Stop();
        await serving;
        seen.Requests[0].ErrorsByKind.ShouldBe(new Dictionary<ErrorKind, long> { [kind] = 10 });
    }

    [Fact]
    public async Task Server_ThatResets_IsAnErrorOfItsKind()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, "HTTP/1.1 200 OK\r\n", reset: true);

        var seen = await RunAsync(new($"http://{listener.LocalEndpoint}"), Rate(20, 0.5), Scenario() with { Timeout = TimeSpan.FromMinutes(1) });

        listener.Stop();
        await serving;
        seen.Requests[0].ErrorsByKind.ShouldBe(new Dictionary<ErrorKind, long> { [ErrorKind.Reset] = 10 });
    }

    [Fact]
    public async Task Server_ThatStreamsForever_EndsAtTheDeadline()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            var bytes = new byte[1000];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(bytes);
                await context.Response.Body.FlushAsync();
                await Task.Delay(10);
            }
        });

        var seen = await RunAsync(server.Address, Rate(10, 0.3), Scenario() with { Timeout = TimeSpan.FromMilliseconds(300) });

        seen.Requests[0].ErrorsByKind.ShouldBe(new Dictionary<ErrorKind, long> { [ErrorKind.Timeout] = 3 });
    }

    private static async Task ServeAsync(TcpListener listener, string bytes, bool reset = false)
    {
        try
        {
            while (true)
                await AnswerAsync(await listener.AcceptSocketAsync(), bytes, reset);
        }
        catch (Exception error) when (error is SocketException or InvalidOperationException)
        {
            // The listener was stopped, while it waited or before it did.
        }
    }

    private static async Task AnswerAsync(Socket socket, string bytes, bool reset)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            await stream.ReadAtLeastAsync(new byte[4096], 16);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(bytes));
            if (reset)
                socket.LingerState = new(enable: true, seconds: 0);
            else
                socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            // Whoever asked went first.
        }
    }
}
