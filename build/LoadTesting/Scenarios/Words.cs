namespace Frostline.LoadTesting.Scenarios;

/// <summary>What <c>${…}</c> knows in every scenario.</summary>
internal static class Words
{
    /// <summary>Id of the user who asks: a GUID, the same in all their requests.</summary>
    public const string User = "user";

    /// <summary>A new GUID.</summary>
    public const string Uuid = "uuid";

    /// <summary>The day, UTC, <c>yyyy-MM-dd</c>.</summary>
    public const string Today = "today";

    /// <summary>The first day of the last thirty.</summary>
    public const string MonthAgo = "monthAgo";

    /// <summary>Number of the request in the run.</summary>
    public const string Number = "number";

    public static IReadOnlyList<string> All { get; } = [User, Uuid, Today, MonthAgo, Number];
}
