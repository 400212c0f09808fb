using System.Globalization;
using Frostline.LoadTesting.Scenarios;

namespace Frostline.LoadTesting.Engines;

/// <summary>What <c>${…}</c> stands for in one chain of requests.</summary>
internal sealed class VirtualUser(UserIds users, int identity, long number, IReadOnlyDictionary<string, DataFeed> feeds, IReadOnlyDictionary<string, string> signedIn)
{
    private Dictionary<string, string>? extracted;

    public string Value(string name) => name switch
    {
        Words.User => users.Of(identity),
        Words.Uuid => Guid.NewGuid().ToString(),
        Words.Number => number.ToString(CultureInfo.InvariantCulture),
        Words.Today => Day(0),
        Words.MonthAgo => Day(-29),
        _ => extracted?.GetValueOrDefault(name) ?? signedIn.GetValueOrDefault(name) ?? FromFeed(name),
    };

    public void Keep(string name, string value) => (extracted ??= [])[name] = value;

    /// <summary>Everything extracted so far.</summary>
    public IReadOnlyDictionary<string, string> Extracted => extracted ?? [];

    private string FromFeed(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return feeds[name[..dot]].Value(number, name[(dot + 1)..]);
    }

    private static string Day(int offset) => TimeProvider.System.GetUtcNow().AddDays(offset).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
