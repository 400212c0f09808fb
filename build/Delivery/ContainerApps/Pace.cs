namespace Frostline.Delivery.ContainerApps;

/// <summary>How fast to ask and how long to wait.</summary>
/// <param name="FirstPoll">Delay before the first poll when the platform names none; it doubles up to <paramref name="LongestPoll"/>.</param>
/// <param name="LongestPoll">Longest delay between polls that the platform did not ask for.</param>
internal sealed record Pace(TimeSpan FirstPoll, TimeSpan LongestPoll)
{
    /// <summary>One request with the pipeline's own retries.</summary>
    public TimeSpan CallDeadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How much longer than its caller a write waits for its answer: one that is given up may still arrive, after whatever was decided
    /// without it.</summary>
    public TimeSpan LastAnswer { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>One operation of the platform, from its start to its end.</summary>
    public TimeSpan OperationDeadline { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long another operation on the same resource is waited out.</summary>
    public TimeSpan BusyDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest <c>Retry-After</c> of an operation that is obeyed; throttled requests wait for as long as they are told.</summary>
    public TimeSpan LongestCourtesy { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Time that one figure of the platform's metrics covers; the cloud has none finer than a minute.</summary>
    public TimeSpan MetricInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Nobody else is spared by waiting for a platform on this machine.</summary>
    public static Pace Loopback { get; } =
        new(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250)) { LongestCourtesy = TimeSpan.FromMilliseconds(100), MetricInterval = TimeSpan.FromSeconds(1) };

    public static Pace Cloud { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));

    /// <summary>Delay before the next poll: what the platform asks for, else the given one.</summary>
    public TimeSpan Until(TimeSpan? asked, TimeSpan delay) =>
        asked is not { Ticks: > 0 } time ? delay : time < LongestCourtesy ? time : LongestCourtesy;

    public TimeSpan Next(TimeSpan delay) => delay * 2 < LongestPoll ? delay * 2 : LongestPoll;
}
