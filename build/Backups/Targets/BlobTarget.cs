using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Azure.Core;
using Azure.Core.Pipeline;
using Frostline.Backups.Folders;

namespace Frostline.Backups;

/// <summary>
/// A container of Azure Blob Storage, over its REST contract of 2021-12-02 with Azure.Core's pipeline (sign-in, retries): a file goes up in blocks that nobody sees
/// until the last request lists them. See https://learn.microsoft.com/rest/api/storageservices/blob-service-rest-api.
/// </summary>
public sealed class BlobTarget : IBackupTarget
{
    private const string Version = "2021-12-02";
    private const int BlockSize = 8 * 1024 * 1024;

    private readonly Uri container;
    private readonly HttpPipeline pipeline;

    /// <param name="container">Address of the container, which must be there: <c>https://account.blob.core.windows.net/container</c>.</param>
    /// <param name="credential">Signs in; needs the role Storage Blob Data Contributor there.</param>
    /// <param name="options">Retries and transport; null for the defaults.</param>
    public BlobTarget(Uri container, TokenCredential credential, BlobTargetOptions? options = null)
    {
        this.container = container;
        options ??= new();
        HttpPipelinePolicy signIn = new BearerTokenAuthenticationPolicy(credential, "https://storage.azure.com/.default");
        pipeline = HttpPipelineBuilder.Build(options, signIn);
    }

    internal BlobTarget(Uri container, ClientOptions options)
    {
        this.container = container;
        pipeline = HttpPipelineBuilder.Build(options);
    }

    public override string ToString() => container.ToString();

    public async Task PutAsync(string name, string file, CancellationToken cancellationToken)
    {
        await using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous);
        var ids = new List<string>();
        var buffer = new byte[BlockSize];
        while (await content.ReadAtLeastAsync(buffer, BlockSize, throwOnEndOfStream: false, cancellationToken) is var length and > 0)
        {
            var id = Convert.ToBase64String(Encoding.ASCII.GetBytes(ids.Count.ToString("D8", CultureInfo.InvariantCulture)));
            using var message = Message(RequestMethod.Put, name, $"comp=block&blockid={Uri.EscapeDataString(id)}", buffer.AsMemory(0, length));
            await SendAsync(message, name, cancellationToken);
            ids.Add(id);
        }

        var list = new XElement("BlockList", ids.Select(id => new XElement("Latest", id)));
        using var commit = Message(RequestMethod.Put, name, "comp=blocklist", Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"utf-8\"?>{list}"));
        await SendAsync(commit, name, cancellationToken);
    }

    public async Task GetAsync(string name, string file, CancellationToken cancellationToken)
    {
        using var message = Message(RequestMethod.Get, name, "");
        message.BufferResponse = false;
        message.NetworkTimeout = TimeSpan.FromMinutes(5);
        await SendAsync(message, name, cancellationToken);
        await using var target = OwnerFile.Create(file);
        await message.ExtractResponseContent()!.CopyToAsync(target, 1 << 20, cancellationToken);
        target.Flush(flushToDisk: true);
    }

    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        for (string? marker = ""; marker is not null;)
        {
            using var message = Message(RequestMethod.Get, "", $"restype=container&comp=list&marker={Uri.EscapeDataString(marker)}");
            await SendAsync(message, "its list", cancellationToken);
            var page = Parse(message.Response.Content.ToStream());
            names.AddRange(page.Descendants("Blob").Select(blob => (string?)blob.Element("Name")).OfType<string>());
            marker = (string?)page.Element("NextMarker") is { Length: > 0 } next ? next : null;
        }

        return names;
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        using var message = Message(RequestMethod.Delete, name, "");
        await SendAsync(message, name, cancellationToken, absentIsFine: true);
    }

    private HttpMessage Message(RequestMethod method, string name, string query, ReadOnlyMemory<byte>? body = null)
    {
        var message = pipeline.CreateMessage();
        message.Request.Method = method;
        var address = name.Length == 0 ? container.AbsoluteUri : $"{container.AbsoluteUri.TrimEnd('/')}/{Uri.EscapeDataString(name)}";
        message.Request.Uri.Reset(new Uri(query.Length == 0 ? address : $"{address}?{query}"));
        message.Request.Headers.Add("x-ms-version", Version);
        if (body is { } content)
        {
            message.Request.Content = RequestContent.Create(content);
            message.Request.Headers.Add("Content-MD5", Convert.ToBase64String(Digest(content.Span)));
        }

        return message;
    }

    private async Task SendAsync(HttpMessage message, string what, CancellationToken cancellationToken, bool absentIsFine = false)
    {
        try
        {
            await pipeline.SendAsync(message, cancellationToken);
        }
        catch (Exception error) when (error is Azure.RequestFailedException or AggregateException or HttpRequestException or IOException)
        {
            throw new BackupException($"{container}: {what}: {error.Message.TrimEnd('.')}. Make it reachable, and run again; what is in the local folder is whole.", error);
        }

        var response = message.Response;
        if (response.IsError && !(absentIsFine && response.Status == 404))
            throw new BackupException($"{container}: {what}: answered {response.Status} {(response.Headers.TryGetValue("x-ms-error-code", out var code) ? code : response.ReasonPhrase)}. {Remedy(response.Status)}");
    }

    private static string Remedy(int status) => status switch
    {
        401 or 403 => "Give the pipeline's identity the role Storage Blob Data Contributor there.",
        404 => "Make the container, or correct its address.",
        _ => "Run again; what is in the local folder is whole.",
    };

    private XElement Parse(Stream content)
    {
        try
        {
            return XElement.Load(content);
        }
        catch (XmlException error)
        {
            throw new BackupException($"{container}: its list cannot be read ({error.Message}). Correct the address: https://<account>.blob.core.windows.net/<container>.", error);
        }
    }

    /// <summary>The service demands this digest to notice a block that was damaged on its way; it protects nothing from anybody.</summary>
#pragma warning disable CA5351
    private static byte[] Digest(ReadOnlySpan<byte> content) => MD5.HashData(content);
#pragma warning restore CA5351
}

/// <summary>How a <see cref="BlobTarget"/> sends.</summary>
public sealed class BlobTargetOptions : ClientOptions;
