using System.Buffers;
using System.Text;
using Frostline.LoadTesting.Scenarios;

namespace Frostline.LoadTesting.Engines.Wire;

/// <summary>A request as its bytes go over the wire: made once when nothing in it changes, else anew each time.</summary>
internal sealed class WireRequest
{
    private readonly Uri target;
    private readonly string method;
    private readonly Template path;
    private readonly (string Name, Template Value)[] headers;
    private readonly Template? body;
    private readonly byte[]? constant;

    public WireRequest(Uri target, string method, Template path, (string Name, Template Value)[] headers, (Template Text, string Type)? body)
    {
        (this.target, this.method, this.path, this.body) = (target, method, path, body?.Text);
        this.headers = [.. Host(target, headers), .. headers, .. body is { Type: { } type } ? [("Content-Type", new Template(type))] : Array.Empty<(string, Template)>()];
        if (path.IsConstant && body is null or { Text.IsConstant: true } && headers.All(header => header.Value.IsConstant))
        {
            var buffer = new ArrayBufferWriter<byte>();
            Write(buffer, name => name);
            constant = buffer.WrittenSpan.ToArray();
        }
    }

    /// <summary>Whether it may be sent again when its connection broke before anything came back.</summary>
    public bool MayBeRepeated => method is "GET" or "HEAD" or "OPTIONS";

    public bool HasNoAnswerBody => method == "HEAD";

    /// <param name="user">Fills in what changes.</param>
    /// <param name="buffer">Written to when something does.</param>
    /// <exception cref="InvalidOperationException">What was filled in would break the request's lines.</exception>
    public ReadOnlyMemory<byte> Bytes(VirtualUser user, ArrayBufferWriter<byte> buffer)
    {
        if (constant is not null)
            return constant;
        buffer.ResetWrittenCount();
        Write(buffer, user.Value);
        return buffer.WrittenMemory;
    }

    private void Write(ArrayBufferWriter<byte> buffer, Func<string, string> value)
    {
        Put(buffer, method);
        Put(buffer, " ");
        Put(buffer, Escaped(path.Fill(value)));
        Put(buffer, " HTTP/1.1\r\n");
        foreach (var (name, text) in headers)
        {
            Put(buffer, name);
            Put(buffer, ": ");
            Put(buffer, OneLine(name, text.Fill(value)));
            Put(buffer, "\r\n");
        }

        var content = body is null ? null : Encoding.UTF8.GetBytes(body.Fill(value));
        if (content is not null || method is "POST" or "PUT" or "PATCH")
            Put(buffer, $"Content-Length: {content?.Length ?? 0}\r\n");
        Put(buffer, "\r\n");
        buffer.Write(content);
    }

    private string Escaped(string filled) => filled.AsSpan().ContainsAnyExceptInRange('!', '~') || filled.Contains('#', StringComparison.Ordinal) ? new Uri(target, filled).PathAndQuery : filled;

    private static string OneLine(string header, string value) => value.AsSpan().ContainsAny('\r', '\n')
        ? throw new InvalidOperationException($"the value of header '{header}' holds a line break")
        : value;

    private static (string, Template)[] Host(Uri target, (string Name, Template Value)[] headers) =>
        headers.Any(header => header.Name.Equals("Host", StringComparison.OrdinalIgnoreCase)) ? [] : [("Host", new Template(target.IsDefaultPort ? target.IdnHost : $"{target.IdnHost}:{target.Port}"))];

    private static void Put(ArrayBufferWriter<byte> buffer, string text) => Encoding.UTF8.GetBytes(text, buffer);
}
