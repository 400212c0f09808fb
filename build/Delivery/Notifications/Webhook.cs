using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Notifications;

/// <summary>An incoming webhook of a chat. Its URL is a secret and stands in no message.</summary>
internal sealed class Webhook(WebhookSettings settings, Secret url, NotificationText text) : IChannel
{
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public string Name => $"{settings.Kind} ({settings.UrlVariable})";

    public async Task SendAsync(Notification notification, CancellationToken cancellation)
    {
        try
        {
            using var answer = await client.PostAsJsonAsync(new Uri(url.Reveal()), Body(notification), cancellation);
            if (!answer.IsSuccessStatusCode)
                throw new NotSentException($"status {(int)answer.StatusCode}", IsPassing(answer.StatusCode));
        }
        catch (HttpRequestException error)
        {
            throw new NotSentException(error.HttpRequestError.ToString(), again: true);
        }
        catch (UriFormatException)
        {
            throw new NotSentException($"{settings.UrlVariable} holds no URL", again: false);
        }
    }

    public void Dispose() => client.Dispose();

    private JsonObject Body(Notification notification) => settings.Kind == WebhookKind.Slack ? Slack(notification) : Teams(notification);

    private JsonObject Slack(Notification notification)
    {
        var lines = $"*{Escaped(text.Title(notification))}*\n{Escaped(notification.Text)}";
        return new JsonObject { ["text"] = text.RunUrl is null ? lines : $"{lines}\n<{text.RunUrl}|run>" };
    }

    private JsonObject Teams(Notification notification)
    {
        var card = new JsonObject
        {
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["type"] = "AdaptiveCard",
            ["version"] = "1.4",
            ["body"] = new JsonArray(Block(text.Title(notification), "Bolder"), Block(notification.Text, "Default")),
        };
        if (text.RunUrl is not null)
            card["actions"] = new JsonArray(new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = "run", ["url"] = text.RunUrl });
        var attachment = new JsonObject { ["contentType"] = "application/vnd.microsoft.card.adaptive", ["content"] = card };
        return new JsonObject { ["type"] = "message", ["attachments"] = new JsonArray(attachment) };
    }

    private static JsonObject Block(string text, string weight) => new() { ["type"] = "TextBlock", ["text"] = text, ["weight"] = weight, ["wrap"] = true };

    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500;
}
