namespace Frostline.Images.Registries;

/// <summary>Tries again what may succeed a little later, until the deadline.</summary>
internal sealed class Retry(RegistryOptions options)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        var start = options.Time.GetTimestamp();
        for (var failures = 0; ; failures++)
        {
            try
            {
                return await attempt();
            }
            catch (RegistryException error) when (error.IsTransient)
            {
                var pause = error.RetryAfter ?? Pause(failures);
                if (options.Time.GetElapsedTime(start) + pause > options.RetryFor) throw;
                await Task.Delay(pause, options.Time, cancellationToken);
            }
        }
    }

    private TimeSpan Pause(int failures)
    {
        var full = options.FirstPause * Math.Pow(2, Math.Min(failures, 16));
        return (full < LongestPause ? full : LongestPause) * (1 - Random.Shared.NextDouble() / 2);
    }
}
