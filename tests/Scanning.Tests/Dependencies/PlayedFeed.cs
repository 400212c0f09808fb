using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Scanning.Tests.Dependencies;

/// <summary>A NuGet feed on loopback: real HTTP, answers as given by path.</summary>
internal sealed class PlayedFeed : IAsyncDisposable
{
    private readonly WebApplication application;

    private PlayedFeed(WebApplication application) => this.application = application;

    public string Index => $"{application.Urls.First()}/v3/index.json";

    /// <param name="answers">Text by path; <c>{feed}</c> stands for the feed's address. A path that is not there answers 404, an empty text 500.</param>
    /// <param name="compressed">Sends gzip, asked or not, as blob storage does.</param>
    public static async Task<PlayedFeed> StartAsync(IReadOnlyDictionary<string, string> answers, bool compressed = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        application.Run(context => AnswerAsync(context, answers, compressed));
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new(application);
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context, IReadOnlyDictionary<string, string> answers, bool compressed)
    {
        context.Response.StatusCode = !answers.TryGetValue(context.Request.Path, out var text) ? 404 : text.Length == 0 ? 500 : 200;
        var body = System.Text.Encoding.UTF8.GetBytes((text ?? "").Replace("{feed}", $"http://{context.Request.Host}", StringComparison.Ordinal));
        if (compressed)
        {
            context.Response.Headers.ContentEncoding = "gzip";
            using var packed = new MemoryStream();
            await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                await gzip.WriteAsync(body);
            body = packed.ToArray();
        }

        await context.Response.Body.WriteAsync(body);
    }
}
