namespace LocalAzure.Management;

/// <summary>Copies what is appended to a log file to a response. A file that became shorter was begun anew.</summary>
internal static class LogFollower
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Until the caller hangs up, this program ends, or nobody writes any more.</summary>
    /// <param name="path">Of the log file.</param>
    /// <param name="from">First byte that the caller does not have.</param>
    /// <param name="isWritten">Whether there is still somebody who writes to it.</param>
    /// <param name="context">Of the caller.</param>
    public static async Task CopyAsync(string path, long from, Func<bool> isWritten, HttpContext context)
    {
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        var lifetime = context.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var cancellationToken = end.Token;
        try
        {
            for (var more = true; more;)
            {
                more = isWritten();
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
