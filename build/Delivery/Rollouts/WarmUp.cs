using Frostline.Delivery.Rollouts.Judging;

namespace Frostline.Delivery.Rollouts;

/// <summary>First requests to a revision, which count nowhere: what is compiled, connected and cached at the first request would be held against it.</summary>
internal sealed class WarmUp(RolloutSite site)
{
    private const int Rounds = 10;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Asks every path again and again, one after the other. That an answer is wrong is for the checks that follow.</summary>
    public async Task RunAsync(IReadOnlyList<Uri> hosts, IReadOnlyList<ProbePath> paths, CancellationToken cancellation)
    {
        using var deadline = new Deadline(Deadline, site.Clock, cancellation);
        try
        {
            await Task.WhenAll(hosts.Select(host => RunAsync(host, paths, deadline.Token)));
        }
        catch (OperationCanceledException) when (deadline.Passed)
        {
            // Slow is what is measured next.
        }
    }

    private async Task RunAsync(Uri host, IReadOnlyList<ProbePath> paths, CancellationToken cancellation)
    {
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var path in paths)
                await SmokeRequest.AnswersAsync(site.Client, SmokeRequest.Address(host, path.Path), site.Clock, cancellation);
        }
    }
}
