namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>Sends a probe and times it.</summary>
internal sealed class ProbeRequest(HttpClient client, TimeSpan timeout, TimeProvider clock)
{
    private readonly string late = $"no answer within {timeout.TotalSeconds:0.###} s";

    public async Task<ProbeResult> SendAsync(Probe probe, CancellationToken cancellation)
    {
        var problem = await ProblemAsync(probe, cancellation);
        return new(probe, clock.GetElapsedTime(probe.Due).TotalMilliseconds, problem) { IsOverdue = ReferenceEquals(problem, late) };
    }

    private async Task<string?> ProblemAsync(Probe probe, CancellationToken cancellation)
    {
        var left = timeout - clock.GetElapsedTime(probe.Due);
        if (left <= TimeSpan.Zero)
            return late;
        using var deadline = new Deadline(left, clock, cancellation);
        try
        {
            using var message = SmokeRequest.Message(SmokeRequest.Address(probe.Host, probe.Path.Path), probe.Path.Headers);
            using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            await answer.Content.CopyToAsync(Stream.Null, deadline.Token);
            return probe.Path.IsFine((int)answer.StatusCode) ? null : $"status {(int)answer.StatusCode}";
        }
        catch (OperationCanceledException) when (deadline.Passed)
        {
            return late;
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return error.Message.TrimEnd('.');
        }
    }
}
