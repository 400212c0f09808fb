using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Frostline.Backups.Tests.Targets;

/// <summary>One container of a blob service, as its REST contract says: blocks that nobody sees until they are listed, digests that are held, lists in pages.</summary>
internal sealed class BlobContainer : IAsyncDisposable
{
    private const int PageSize = 2;

    private readonly ConcurrentDictionary<string, byte[]> blocks = new();
    private readonly ConcurrentQueue<int> refusals = new();
    private readonly WebApplication application;

    private BlobContainer(WebApplication application) => this.application = application;

    public ConcurrentDictionary<string, byte[]> Blobs { get; } = new();

    public ConcurrentQueue<string> Requests { get; } = new();

    public Uri Address => new($"{application.Urls.Single()}/account/backups");

    public static async Task<BlobContainer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        var container = new BlobContainer(builder.Build());
        container.application.Run(container.AnswerAsync);
        await container.application.StartAsync();
        return container;
    }

    /// <summary>The next requests are answered so.</summary>
    public void Refuse(params int[] statuses) => Array.ForEach(statuses, refusals.Enqueue);

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var (request, name) = (http.Request, http.Request.Path.Value!["/account/backups".Length..].TrimStart('/'));
        Requests.Enqueue($"{request.Method} {name}{request.QueryString}");
        if (refusals.TryDequeue(out var refusal))
        {
            http.Response.StatusCode = refusal;
            http.Response.Headers["x-ms-error-code"] = refusal == 403 ? "AuthorizationPermissionMismatch" : "ServerBusy";
        }
        else if (request.Headers["x-ms-version"].Count != 1 || request.Path.Value!.Contains("..", StringComparison.Ordinal))
            http.Response.StatusCode = 400;
        else
            await ((request.Method, (string?)request.Query["comp"]) switch
            {
                ("PUT", "block") => PutBlockAsync(http, name),
                ("PUT", "blocklist") => CommitAsync(http, name),
                ("GET", "list") => ListAsync(http),
                ("GET", null) => GetAsync(http, name),
                ("DELETE", null) => Answer(http, Blobs.TryRemove(name, out _) ? 202 : 404),
                _ => Answer(http, 405),
            });
    }

    private async Task PutBlockAsync(HttpContext http, string name)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
#pragma warning disable CA5351
        var intact = Convert.ToBase64String(MD5.HashData(body.ToArray())) == http.Request.Headers.ContentMD5;
#pragma warning restore CA5351
        if (intact)
            blocks[$"{name}/{http.Request.Query["blockid"]}"] = body.ToArray();
        http.Response.StatusCode = intact ? 201 : 400;
    }

    private async Task CommitAsync(HttpContext http, string name)
    {
        var list = await XElement.LoadAsync(http.Request.Body, LoadOptions.None, default);
        var ids = list.Elements("Latest").Select(id => $"{name}/{id.Value}").ToList();
        if (ids.All(blocks.ContainsKey))
            Blobs[name] = [.. ids.SelectMany(id => blocks[id])];
        http.Response.StatusCode = ids.All(blocks.ContainsKey) ? 201 : 400;
    }

    private Task GetAsync(HttpContext http, string name) =>
        Blobs.TryGetValue(name, out var content) ? http.Response.Body.WriteAsync(content).AsTask() : Answer(http, 404);

    private Task ListAsync(HttpContext http)
    {
        var marker = (string?)http.Request.Query["marker"] ?? "";
        var names = Blobs.Keys.Order(StringComparer.Ordinal).Where(name => string.CompareOrdinal(name, marker) >= 0).ToList();
        var page = new XElement("EnumerationResults",
            new XElement("Blobs", names.Take(PageSize).Select(name => new XElement("Blob", new XElement("Name", name)))), new XElement("NextMarker", names.Skip(PageSize).FirstOrDefault() ?? ""));
        return http.Response.WriteAsync($"<?xml version=\"1.0\" encoding=\"utf-8\"?>{page}");
    }

    private static Task Answer(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
