using System.Collections;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Replica;

/// <summary>What the replica answers, by path.</summary>
internal sealed class Answers
{
    private static readonly string Revision = Environment.GetEnvironmentVariable("CONTAINER_APP_REVISION") ?? "no revision";

    // What goes wrong only where the traffic goes: checks of health and content see nothing of the errors.
    private readonly double errorRate = double.Parse(Environment.GetEnvironmentVariable("ERROR_RATE") ?? "0", CultureInfo.InvariantCulture);
    private readonly TimeSpan slower = TimeSpan.FromMilliseconds(int.Parse(Environment.GetEnvironmentVariable("SLOWER_BY_MS") ?? "0", CultureInfo.InvariantCulture));
    private readonly TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool ready = Environment.GetEnvironmentVariable("NEVER_READY") is null;
    private bool alive = true;

    public async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers["X-Revision"] = Revision;
        if (context.Request.Path == "/slow" && Random.Shared.NextDouble() < errorRate)
        {
            context.Response.StatusCode = 500;
            return;
        }

        if (slower > TimeSpan.Zero)
            await Task.Delay(slower, context.RequestAborted);
        await (context.Request.Path.Value switch
        {
            "/" => SayAsync(context, Revision),
            "/replica" => SayAsync(context, Environment.GetEnvironmentVariable("CONTAINER_APP_REPLICA_NAME")!),
            "/environment" => ListAsync(context, Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => ((string)entry.Key, (string?)entry.Value))),
            "/headers" => ListAsync(context, context.Request.Headers.Select(header => (header.Key, (string?)header.Value.ToString()))),
            "/slow" => WaitAsync(context),
            "/wait" => WaitUntilToldAsync(context),
            "/echo" => context.Request.Body.CopyToAsync(context.Response.Body, context.RequestAborted),
            "/events" => StreamAsync(context),
            "/socket" => TalkAsync(context, once: true),
            "/talk" => TalkAsync(context, once: false),
            var path => ObeyAsync(context, path),
        });
    }

    private Task ObeyAsync(HttpContext context, string? path)
    {
        context.Response.StatusCode = path switch
        {
            "/ready" => ready ? 200 : 503,
            "/live" => alive ? 200 : 500,
            "/tell" => Tell(),
            "/fail-readiness" => Fail(ref ready),
            "/fail-liveness" => Fail(ref alive),
            "/exit" => Exit(Number(context, "code", 0)),
            "/write" => Write(context.Request.Query["line"]!, Number(context, "times", 1)),
            _ => 404,
        };
        return Task.CompletedTask;
    }

    private static int Fail(ref bool state)
    {
        state = false;
        return 200;
    }

    private int Tell()
    {
        told.TrySetResult();
        return 200;
    }

    private static int Exit(int code)
    {
        Environment.Exit(code);
        return 200;
    }

    private static int Write(string line, int times)
    {
        for (var time = 0; time < times; time++)
            Console.WriteLine(line);
        return 200;
    }

    private static Task SayAsync(HttpContext context, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private static async Task ListAsync(HttpContext context, IEnumerable<(string Name, string? Value)> pairs)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        foreach (var (name, value) in pairs)
            json.WriteString(name, value);
        json.WriteEndObject();
    }

    private static async Task WaitAsync(HttpContext context)
    {
        await Task.Delay(Number(context, "ms", 0), context.RequestAborted);
        await SayAsync(context, Revision);
    }

    private async Task WaitUntilToldAsync(HttpContext context)
    {
        await told.Task.WaitAsync(context.RequestAborted);
        await SayAsync(context, Revision);
    }

    /// <summary>Comes to its end early, and says so, when it is told to.</summary>
    private async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        for (var number = 0; number < Number(context, "count", 3); number++)
        {
            var last = told.Task.IsCompleted;
            await context.Response.WriteAsync($"data: {(last ? "told" : $"{number}")}\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (last)
                return;
            await Task.Delay(50, context.RequestAborted);
        }
    }

    /// <summary>Says again what it hears, once or until the other side closes.</summary>
    private static async Task TalkAsync(HttpContext context, bool once)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[1024];
        do
        {
            var heard = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
            if (heard.MessageType == WebSocketMessageType.Close)
                break;
            await socket.SendAsync(buffer.AsMemory(0, heard.Count), heard.MessageType, heard.EndOfMessage, context.RequestAborted);
        }
        while (!once);
        await (once
            ? socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted)
            : socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted));
    }

    private static int Number(HttpContext context, string name, int otherwise) =>
        context.Request.Query[name] is { Count: > 0 } given ? int.Parse(given!, CultureInfo.InvariantCulture) : otherwise;
}
