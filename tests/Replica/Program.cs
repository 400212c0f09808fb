// A program to run as a replica in tests: small, and it does on request what real ones do by accident.
using System.Diagnostics;
using System.Globalization;

if (Environment.GetEnvironmentVariable("EXIT_AT_START") is { } exitCode)
{
    Console.Error.WriteLine("told to exit at start");
    return int.Parse(exitCode, CultureInfo.InvariantCulture);
}

// A daemon of its own session, which only its environment still ties to this replica.
if (Environment.GetEnvironmentVariable("START_DAEMON") is not null)
    Process.Start("setsid", ["sleep", "600"]);

// Hundreds of replicas may run at once; a machine grants a user 128 watches of folders.
var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
builder.Logging.ClearProviders();
var app = builder.Build();
var ready = Environment.GetEnvironmentVariable("NEVER_READY") is null;
var alive = true;
// What goes wrong only where the traffic goes: checks of health and content see nothing of the errors.
var errorRate = double.Parse(Environment.GetEnvironmentVariable("ERROR_RATE") ?? "0", CultureInfo.InvariantCulture);
var slower = TimeSpan.FromMilliseconds(int.Parse(Environment.GetEnvironmentVariable("SLOWER_BY_MS") ?? "0", CultureInfo.InvariantCulture));

app.UseWebSockets();
app.Use(async (context, next) =>
{
    context.Response.Headers["X-Revision"] = Environment.GetEnvironmentVariable("CONTAINER_APP_REVISION");
    if (context.Request.Path == "/slow" && Random.Shared.NextDouble() < errorRate)
    {
        context.Response.StatusCode = 500;
        return;
    }

    if (slower > TimeSpan.Zero)
        await Task.Delay(slower, context.RequestAborted);
    await next(context);
});
app.MapGet("/", () => Environment.GetEnvironmentVariable("CONTAINER_APP_REVISION") ?? "no revision");
app.MapGet("/replica", () => Environment.GetEnvironmentVariable("CONTAINER_APP_REPLICA_NAME"));
app.MapGet("/environment", () => Environment.GetEnvironmentVariables());
app.MapGet("/headers", (HttpRequest request) => request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()));
app.MapGet("/slow", async (int ms, CancellationToken cancelled) =>
{
    await Task.Delay(ms, cancelled);
    return Environment.GetEnvironmentVariable("CONTAINER_APP_REVISION");
});
app.MapPost("/echo", async (HttpRequest request, HttpResponse response) => await request.Body.CopyToAsync(response.Body));
app.MapGet("/ready", () => ready ? Results.Ok() : Results.StatusCode(503));
app.MapGet("/live", () => alive ? Results.Ok() : Results.StatusCode(500));
app.MapPost("/fail-readiness", () => ready = false);
app.MapPost("/fail-liveness", () => alive = false);
app.MapPost("/exit", (int code) => Environment.Exit(code));
app.MapPost("/write", (string line, int times) =>
{
    for (var i = 0; i < times; i++)
        Console.WriteLine(line);
});
app.MapGet("/events", async (HttpResponse response, int count = 3, CancellationToken cancelled = default) =>
{
    response.ContentType = "text/event-stream";
    for (var i = 0; i < count; i++)
    {
        await response.WriteAsync($"data: {i}\n\n", cancelled);
        await response.Body.FlushAsync(cancelled);
        await Task.Delay(50, cancelled);
    }
});
app.Map("/socket", async (HttpContext context) =>
{
    using var socket = await context.WebSockets.AcceptWebSocketAsync();
    var buffer = new byte[1024];
    var received = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
    await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, context.RequestAborted);
    await socket.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
});

app.Map("/talk", async (HttpContext context) =>
{
    using var socket = await context.WebSockets.AcceptWebSocketAsync();
    var buffer = new byte[1024];
    while (await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted) is { MessageType: not System.Net.WebSockets.WebSocketMessageType.Close } received)
        await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, context.RequestAborted);
    await socket.CloseOutputAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
});

Console.WriteLine($"replica {Environment.GetEnvironmentVariable("CONTAINER_APP_REPLICA_NAME")} starts");
await app.RunAsync();
Console.WriteLine("replica ends after its last request");
return 0;
