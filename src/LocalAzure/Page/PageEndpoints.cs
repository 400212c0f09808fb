using System.Text.Json;

namespace LocalAzure.Page;

/// <summary>The page for people: what runs, now.</summary>
internal static class PageEndpoints
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(500);

    public static void UsePage(this IApplicationBuilder app)
    {
        app.UseMiddleware<PageKey>();
        app.UseRouting();
        app.UseEndpoints(endpoints =>
        {
            endpoints.MapGet("/", () => File("page.html", "text/html; charset=utf-8"));
            endpoints.MapGet("/page.css", () => File("page.css", "text/css; charset=utf-8"));
            endpoints.MapGet("/page.js", () => File("page.js", "text/javascript; charset=utf-8"));
            endpoints.MapGet("/first.js", (PageSnapshot snapshot) =>
                Results.Text($"const first = {JsonSerializer.Serialize(snapshot.Take(), JsonSerializerOptions.Web)};", "text/javascript; charset=utf-8"));
            endpoints.MapGet("/snapshot", (PageSnapshot snapshot) => snapshot.Take());
            endpoints.MapGet("/events", StreamAsync);
        });
    }

    /// <summary>Server-sent events: the whole snapshot at once, and again whenever it changed.</summary>
    private static async Task StreamAsync(HttpContext context, PageSnapshot snapshot, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.ContentType = "text/event-stream";
        var sent = "";
        try
        {
            while (!end.IsCancellationRequested)
            {
                var now = JsonSerializer.Serialize(snapshot.Take(), JsonSerializerOptions.Web);
                if (now != sent)
                {
                    await context.Response.WriteAsync($"data: {now}\n\n", end.Token);
                    await context.Response.Body.FlushAsync(end.Token);
                    sent = now;
                }

                await Task.Delay(Refresh, time, end.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static IResult File(string name, string contentType) =>
        Results.Stream(typeof(PageEndpoints).Assembly.GetManifestResourceStream($"LocalAzure.Page.{name}")!, contentType);
}
