using System.Text.Json.Nodes;
using Frostline.Delivery.Notifications;
using Frostline.Delivery.Settings;
using Testing;

namespace Delivery.Tests.Notifications;

public sealed class NotifierTests
{
    private static readonly Notification RolledBack = new(NotificationKind.RolledBack, "production", "1.2.3", "1.2.3 serves again <1 s & nobody noticed.");
    private readonly List<string> reported = [];

    [Fact]
    public async Task Notify_TellsSlackWhatHappenedAndWhere()
    {
        await using var receiver = await Receiver.StartAsync();

        await TellAsync(Webhook(WebhookKind.Slack), receiver.Url);

        JsonNode.Parse(receiver.Bodies.ShouldHaveSingleItem())!["text"]!.GetValue<string>()
            .ShouldBe("*shop 1.2.3 in production: rolled back*\n1.2.3 serves again &lt;1 s &amp; nobody noticed.\n<https://build.example/7|run>");
        reported.ShouldBeEmpty();
    }

    [Fact]
    public async Task Notify_TellsTeamsByAnAdaptiveCard()
    {
        await using var receiver = await Receiver.StartAsync();

        await TellAsync(Webhook(WebhookKind.Teams), receiver.Url);

        var card = JsonNode.Parse(receiver.Bodies.ShouldHaveSingleItem())!["attachments"]![0]!["content"]!;
        card["type"]!.GetValue<string>().ShouldBe("AdaptiveCard");
        card["body"]!.AsArray().Select(block => block!["text"]!.GetValue<string>()).ShouldBe(["shop 1.2.3 in production: rolled back", RolledBack.Text]);
        card["actions"]![0]!["url"]!.GetValue<string>().ShouldBe("https://build.example/7");
    }

    [Fact]
    public async Task Notify_SendsMail()
    {
        await using var server = new MailServer();
        var settings = new NotificationSettings { Mail = new() { Host = "127.0.0.1", Port = server.Port, Encrypt = false, From = "release@shop.example", To = ["ada@shop.example", "bob@shop.example"] } };

        await TellAsync(settings, url: null);

        var said = await server.Received.WaitAsync(TimeSpan.FromMinutes(1));
        said.ShouldContain("MAIL FROM:<release@shop.example>");
        said.ShouldContain("RCPT TO:<ada@shop.example>");
        said.ShouldContain("RCPT TO:<bob@shop.example>");
        said.ShouldContain("Subject: shop 1.2.3 in production: rolled back");
        said.ShouldContain("serves again");
        reported.ShouldBeEmpty();
    }

    [Fact]
    public async Task Notify_WhenTheChatIsDownForAMoment_TriesAgain()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Statuses.Enqueue(503);

        await TellAsync(Webhook(WebhookKind.Slack), receiver.Url);

        receiver.Bodies.Count.ShouldBe(2);
        reported.ShouldBeEmpty();
    }

    [Fact]
    public async Task Notify_WhenTheChatRefuses_SaysSoOnceWithoutTheUrl()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Statuses.Enqueue(404);

        await TellAsync(Webhook(WebhookKind.Slack), receiver.Url);

        receiver.Bodies.ShouldHaveSingleItem();
        reported.ShouldBe(["Slack (CHAT) was not told of 1.2.3 (RolledBack): status 404."]);
    }

    [Fact]
    public async Task Notify_WhenNobodyListens_GivesUpAfterThreeAttempts()
    {
        await TellAsync(Webhook(WebhookKind.Teams), $"http://127.0.0.1:{FreePort.Next()}/hooks/a-secret");

        reported.ShouldHaveSingleItem().ShouldBe("Teams (CHAT) was not told of 1.2.3 (RolledBack): ConnectionError.");
    }

    [Fact]
    public async Task Of_WhenASecretIsNotSet_SaysWhich()
    {
        await TellAsync(Webhook(WebhookKind.Teams), url: null);

        reported.ShouldBe(["environments.production.notifications: the variable CHAT is not set, so nobody is told there."]);
    }

    private static NotificationSettings Webhook(WebhookKind kind) => new() { Webhooks = [new() { Kind = kind, UrlVariable = "CHAT" }] };

    private async Task TellAsync(NotificationSettings asked, string? url)
    {
        var environment = new EnvironmentSettings
        {
            Name = "production", Subscription = "", ResourceGroup = "", Location = "", ManagedEnvironment = "", Registry = "", Notifications = asked,
        };
        var settings = new PipelineSettings
        {
            Product = "shop", Services = new Dictionary<string, ServiceSettings>(), Environments = new Dictionary<string, EnvironmentSettings> { ["production"] = environment },
        };
        await using var notifier = Notifier.Of(settings, "production", "https://build.example/7", name => name == "CHAT" ? url : null, reported.Add);
        notifier.Pause = TimeSpan.FromMilliseconds(20);
        notifier.Notify(RolledBack);
    }
}
