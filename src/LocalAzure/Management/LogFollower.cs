namespace LocalAzure.Management;

/// <summary>Copies what is appended to a log file to a response until the caller hangs up. A file that became shorter was begun anew.</summary>
internal static class LogFollower
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public static async Task CopyAsync(string path, long from, HttpContext context)
    {
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        var cancellationToken = context.RequestAborted;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                if (new FileInfo(path) is { Exists: true } file && file.Length != from)
                    from = await CopyFromAsync(path, file.Length < from ? 0 : from, context.Response, cancellationToken);

                await context.Response.Body.FlushAsync(cancellationToken);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static async Task<long> CopyFromAsync(string path, long from, HttpResponse response, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Position = from;
        await stream.CopyToAsync(response.Body, cancellationToken);
        return stream.Position;
    }
}
