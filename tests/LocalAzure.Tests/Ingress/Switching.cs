using System.Collections.Concurrent;
using System.Diagnostics;
using LocalAzure.Revisions;
using LocalAzure.Tests.Revisions;
using Testing;

namespace LocalAzure.Tests.Ingress;

public sealed class Switching(ITestOutputHelper output)
{
    private const string Host = "app.test.localhost";
    private const int MostWaiting = 400;

    [Fact]
    public async Task Switch_UnderConstantLoad_LosesNoRequest()
    {
        await using var plane = await DataPlane.StartAsync();
        var (a, b) = (Spec("app--a"), Spec("app--b"));
        await plane.StartReadyAsync(a);
        await plane.RouteAsync(a.Name);
        using var ending = new CancellationTokenSource();
        var answers = new ConcurrentBag<string>();
        var load = LoadAsync(plane, answers, ending.Token);
        await Eventually.Is(() => answers.Count > 200);

        await plane.StartReadyAsync(b);
        await plane.RouteAsync(b.Name, a.Name);
        await plane.Revisions.StopAsync(a.Name, CancellationToken.None);
        var answeredAtStop = answers.Count;
        await Eventually.Is(() => answers.Count > answeredAtStop + 400);
        await plane.Revisions.RestartAsync(b, CancellationToken.None);
        await ending.CancelAsync();
        await load;

        output.WriteLine(string.Join(", ", answers.CountBy(answer => answer).Select(count => $"{count.Key}: {count.Value}")));
        answers.Distinct().ShouldBe([a.Name, b.Name], ignoreOrder: true);
        answers.Count.ShouldBeGreaterThan(600);
    }

    private static RevisionSpec Spec(string revision) => DataPlane.Spec(revision, image: "impatient:1") with { TerminationGracePeriod = DataPlane.LongGrace };

    /// <summary>200 requests a second, sent when they are due whether or not earlier ones were answered, as long as the machine keeps up at all; each
    /// tenth takes 1 to 2 s.</summary>
    private static async Task LoadAsync(DataPlane plane, ConcurrentBag<string> answers, CancellationToken ending)
    {
        List<Task> sent = [];
        var watch = Stopwatch.StartNew();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!ending.IsCancellationRequested)
        {
            await tick.WaitForNextTickAsync(CancellationToken.None);
            while (sent.Count < watch.Elapsed.TotalSeconds * 200 && sent.Count - answers.Count < MostWaiting)
                sent.Add(RequestAsync(plane, sent.Count, answers));
        }

        await Task.WhenAll(sent);
    }

    private static async Task RequestAsync(DataPlane plane, int number, ConcurrentBag<string> answers)
    {
        try
        {
            answers.Add(await plane.GetAsync(Host, number % 10 == 0 ? $"/slow?ms={1000 + number % 1000}" : "/"));
        }
        catch (HttpRequestException failure)
        {
            answers.Add(failure.Message);
        }
    }
}
