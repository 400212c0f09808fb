using Azure.Core;
using Azure.Core.Pipeline;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.ContainerApps;

/// <summary>Reads logs of replicas with the app's own short-lived token; the management token never goes there.</summary>
internal sealed class ReplicaLog(HttpPipeline pipeline, Uri management, TimeProvider clock)
{
    private static readonly TimeSpan ReadDeadline = TimeSpan.FromSeconds(15);

    public async Task<IReadOnlyList<string>> ReadAsync(Uri stream, Secret token, int lines, CancellationToken cancellation)
    {
        if (stream.Scheme != Uri.UriSchemeHttps || (stream.Authority != management.Authority && !stream.Host.EndsWith(".azurecontainerapps.dev", StringComparison.Ordinal)))
            throw new ContainerAppsException(0, "ForeignHost", $"Logs are said to be at '{stream.GetLeftPart(UriPartial.Authority)}', which is not the platform's. They were not read.", "GET logstream");
        using var deadline = new Deadline(ReadDeadline, clock, cancellation);
        using var message = pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Get;
        message.Request.Uri.Reset(new Uri($"{stream}{(stream.Query.Length == 0 ? '?' : '&')}tailLines={lines}&follow=false&output=text"));
        message.Request.Headers.Add("Authorization", $"Bearer {token.Reveal()}");
        await pipeline.SendAsync(message, deadline.Token);
        if (message.Response.Status != 200)
            throw new ContainerAppsException(message.Response.Status, "", message.Response.ReasonPhrase, "GET logstream");
        return [.. message.Response.Content.ToString().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(lines)];
    }
}
