using System.Threading.Channels;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Notifications;

/// <summary>Tells everybody whom the settings name, one notification after the other, beside what the run does.</summary>
public sealed class Notifier : INotifier, IAsyncDisposable
{
    private const int MostWaiting = 100;
    private const int Attempts = 3;
    private static readonly TimeSpan AttemptDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LastDeadline = TimeSpan.FromSeconds(20);

    private readonly Channel<Notification> waiting = Channel.CreateBounded<Notification>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly CancellationTokenSource end = new();
    private readonly IReadOnlyList<IChannel> channels;
    private readonly Action<string> report;
    private readonly TimeProvider clock;
    private readonly Task sending;

    private Notifier(IReadOnlyList<IChannel> channels, Action<string> report, TimeProvider clock)
    {
        (this.channels, this.report, this.clock) = (channels, report, clock);
        sending = SendAllAsync();
    }

    /// <summary>How long after a failed attempt the next one comes; three times as long after the second.</summary>
    internal TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Connects to whom the settings name. A secret that is not set is reported, and nobody told there.</summary>
    /// <param name="settings">The product: notifications and name.</param>
    /// <param name="environment">Name of the environment.</param>
    /// <param name="runUrl">The page of the run on a build server, or null.</param>
    /// <param name="variable">Value of an environment variable of the pipeline, or null.</param>
    /// <param name="report">Gets one line for each notification that reached nobody.</param>
    public static Notifier Of(PipelineSettings settings, string environment, string? runUrl, Func<string, string?> variable, Action<string> report)
    {
        var asked = settings.Environment(environment).Notifications;
        var text = new NotificationText(settings.Product, runUrl);
        var channels = new List<IChannel>();
        foreach (var webhook in asked.Webhooks)
        {
            if (Value(webhook.UrlVariable) is { } url)
                channels.Add(new Webhook(webhook, url, text));
        }

        if (asked.Mail is { } mail)
            channels.Add(new Mail(mail, mail.PasswordVariable is { } password ? Value(password) : null, text));
        return new Notifier(channels, report, TimeProvider.System);

        Secret? Value(string name)
        {
            if (variable(name) is { Length: > 0 } value)
                return new Secret(value);
            report($"environments.{environment}.notifications: the variable {name} is not set, so nobody is told there.");
            return null;
        }
    }

    public void Notify(Notification notification) => waiting.Writer.TryWrite(notification);

    /// <summary>Sends what waits, within 20 seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!waiting.Writer.TryComplete())
            return;
        end.CancelAfter(LastDeadline);
        await sending;
        foreach (var channel in channels)
            channel.Dispose();
        end.Dispose();
    }

    private async Task SendAllAsync()
    {
        await foreach (var notification in waiting.Reader.ReadAllAsync(CancellationToken.None))
            await Task.WhenAll(channels.Select(channel => SendAsync(channel, notification)));
    }

    private async Task SendAsync(IChannel channel, Notification notification)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (problem, again) = await TryAsync(channel, notification);
            if (problem is null)
                return;
            if (attempt == Attempts || !again || end.IsCancellationRequested)
            {
                report($"{channel.Name} was not told of {notification.Version} ({notification.Kind}): {problem}.");
                return;
            }

            await Task.Delay(attempt == 1 ? Pause : Pause * 3, clock, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Whatever goes wrong is said, and goes no further.</summary>
    private async Task<(string? Problem, bool Again)> TryAsync(IChannel channel, Notification notification)
    {
        using var deadline = new Deadline(AttemptDeadline, clock, end.Token);
        try
        {
            await channel.SendAsync(notification, deadline.Token);
            return (null, false);
        }
        catch (NotSentException error)
        {
            return (error.Message, error.Again);
        }
        catch (OperationCanceledException)
        {
            return ($"no answer within {AttemptDeadline.TotalSeconds:0} s", true);
        }
        catch (Exception error)
        {
            return (error.GetType().Name, false);
        }
    }
}
